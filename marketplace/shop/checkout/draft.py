"""What has been typed so far, kept in the session: nothing is asked twice, whatever is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from marketplace.accounts.address_form import AddressForm
from marketplace.accounts.domain import addresses

_KEY = "checkout"


@dataclass(frozen=True, slots=True)
class Draft:
    """`details` are the cleaned values of the form; empty until they were complete once."""

    details: dict[str, Any] = field(default_factory=dict)
    deliveries: dict[int, str] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        return bool(self.details)


def load(request: HttpRequest) -> Draft:
    kept = request.session.get(_KEY)
    if not kept:
        return Draft()
    # JSON turns the sellers' numbers into text.
    return Draft(
        details=kept["details"],
        deliveries={int(seller): code for seller, code in kept["deliveries"].items()},
        notes={int(seller): note for seller, note in kept["notes"].items()},
    )


def save(request: HttpRequest, draft: Draft) -> None:
    request.session[_KEY] = {"details": draft.details, "deliveries": draft.deliveries, "notes": draft.notes}


def drop(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)


def initial(request: HttpRequest, draft: Draft) -> dict[str, Any]:
    """What the form begins with: what was typed, else what the account knows."""
    if draft.is_complete:
        return draft.details | {"commune": draft.details["commune_name"]}
    if not request.user.is_authenticated:
        return {}
    known = {"name": request.user.get_full_name(), "phone": request.user.phone, "email": request.user.email}
    saved = addresses.of_user(request.user).first()
    return known | (AddressForm.initial_of(saved) if saved else {})
