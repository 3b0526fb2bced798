"""What a shopper asks for when they order: the same values from the checkout page and from the API."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from marketplace.kernel import places
from marketplace.kernel.money import Dong
from sellers.domain.delivery import Destination


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """`phone` is E.164."""

    name: str
    phone: str
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Inside Thái Nguyên the commune is one of the 92, by its code; elsewhere its name as the shopper wrote it."""

    line: str
    province_code: str = places.PROVINCE_CODE
    commune_code: str = ""
    commune_name: str = ""

    @property
    def destination(self) -> Destination:
        return Destination(self.province_code, self.commune_code)

    @property
    def commune(self) -> str:
        found = places.communes().get(self.commune_code)
        return found.name if found else self.commune_name

    @property
    def province(self) -> str:
        return places.provinces()[self.province_code]

    @property
    def written(self) -> str:
        return ", ".join(part for part in (self.line, self.commune, self.province) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceRequest:
    """`tax_code` is empty for a person who has none."""

    name: str
    tax_code: str = ""
    address: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutRequest:
    """`deliveries` and `notes` are by seller; a seller without a choice gets the first delivery on offer.

    `expected_total` is what the shopper was shown; an order that would cost anything else is refused.
    """

    basket_id: int
    user: Any
    contact: Contact
    address: Address
    payment_method: str
    idempotency_key: str
    deliveries: Mapping[int, str] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)
    invoice: InvoiceRequest | None = None
    expected_total: Dong | None = None
    is_adult: bool = False
    language: str = "vi"

    @property
    def account(self) -> Any:
        """The user when there is one, never an AnonymousUser."""
        return self.user if self.user is not None and self.user.is_authenticated else None

    @property
    def digest(self) -> str:
        """Of everything asked for, whoever asks in which language."""
        body = {
            "basket": self.basket_id,
            "contact": asdict(self.contact),
            "address": asdict(self.address),
            "method": self.payment_method,
            "deliveries": sorted((str(seller), code) for seller, code in self.deliveries.items()),
            "notes": sorted((str(seller), note) for seller, note in self.notes.items()),
            "invoice": asdict(self.invoice) if self.invoice else None,
        }
        return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
