"""Placing an order by the API: the same domain call as the checkout page, and the same order for the same key."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext_noop as _
from ninja import Header, Router
from ninja.responses import Status
from pydantic import Field, StringConstraints

from marketplace.api.errors import ApiError
from marketplace.api.limits import CHECKOUT
from marketplace.api.schemas.checkouts import AddressIn, CheckoutIn, PlacedOut
from marketplace.api.schemas.problem import answers
from marketplace.api.tokens import read_token
from marketplace.kernel import phones, places
from marketplace.kernel.money import to_dong
from marketplace.shop.checkout.domain import PlacedOrder, order_path, place_order
from marketplace.shop.checkout.request import Address, CheckoutRequest, Contact, InvoiceRequest
from payments.models import Charge
from sellers.models import Seller

router = Router(tags=["checkouts"], throttle=CHECKOUT)
Key = Annotated[
    str,
    StringConstraints(min_length=8, max_length=120, pattern=r"^[\x21-\x7e]+$"),
    Field(description=_("Do bạn đặt, mỗi lần đặt hàng một khoá; gửi lại cùng khoá thì nhận lại cùng đơn.")),
]


class UnknownPlace(ApiError):
    def __init__(self) -> None:
        super().__init__(422, "unknown_place", _("Không có tỉnh hoặc xã, phường với mã này."))


class UnknownSeller(ApiError):
    def __init__(self) -> None:
        super().__init__(422, "unknown_seller", _("Cách giao nêu một nhà vườn không có."))


@router.post(
    "",
    response=answers({200: PlacedOut, 201: PlacedOut}, 400, 404, 409, 413, 415),
    summary=_("Đặt hàng"),
    description=_("Trả 201 với đơn mới, 200 khi khoá này đã đặt đúng đơn đó trước rồi."),
    operation_id="place_order",
)
def checkout(
    request: HttpRequest,
    response: HttpResponse,
    body: CheckoutIn,
    idempotency_key: Annotated[Key, Header(alias="Idempotency-Key")],
) -> Status[dict[str, Any]]:
    placed = place_order(_request(body, idempotency_key), at=timezone.now())
    response["Location"] = f"/api/v1/orders/{placed.order.number}"
    return Status(201 if placed.is_new else 200, _shown(placed))


def charge_shown(charge: Charge) -> dict[str, Any]:
    return {
        "reference": charge.reference,
        "method": charge.method,
        "state": charge.state,
        "state_label": charge.get_state_display(),
        "amount": charge.amount,
        "expires_at": charge.expires_at,
    }


def read_address(address: AddressIn) -> Address:
    """Raises UnknownPlace for a province or a commune that does not exist."""
    is_here = address.province_code == places.PROVINCE_CODE
    if address.province_code not in places.provinces():
        raise UnknownPlace
    if is_here and address.commune_code not in places.communes():
        raise UnknownPlace
    return Address(
        line=address.line,
        province_code=address.province_code,
        commune_code=address.commune_code if is_here else "",
        commune_name="" if is_here else address.commune_name,
    )


def _request(body: CheckoutIn, key: str) -> CheckoutRequest:
    basket_id = read_token(body.basket)
    sellers = _seller_ids([delivery.seller for delivery in body.deliveries])
    return CheckoutRequest(
        basket_id=basket_id,
        user=None,
        contact=Contact(name=body.contact.name, phone=phones.to_e164(body.contact.phone), email=body.contact.email),
        address=read_address(body.address),
        payment_method=body.payment_method,
        idempotency_key=_own_key(basket_id, key),
        deliveries={sellers[delivery.seller]: delivery.code for delivery in body.deliveries},
        notes={sellers[delivery.seller]: delivery.note for delivery in body.deliveries if delivery.note},
        invoice=InvoiceRequest(**body.invoice.model_dump()) if body.invoice else None,
        expected_total=body.expected_total,
        is_adult=body.is_adult,
        language=translation.get_language() or "vi",
    )


def _own_key(basket_id: int, key: str) -> str:
    """Callers choose their keys themselves, so the basket is part of it: two who choose the same do not meet."""
    return f"api:{hashlib.sha256(f'{basket_id}:{key}'.encode()).hexdigest()}"


def _seller_ids(slugs: list[str]) -> dict[str, int]:
    found = dict(Seller.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    if set(slugs) - found.keys():
        raise UnknownSeller
    return found


def _shown(placed: PlacedOrder) -> dict[str, Any]:
    next_url = placed.next_step.url
    return {
        "reference": placed.order.number,
        "url": urljoin(settings.SITE_URL, order_path(placed.order)),
        "total_amount": to_dong(placed.order.total_incl_tax),
        "charge": charge_shown(placed.charge) if placed.charge else None,
        "next_step": {"url": urljoin(settings.SITE_URL, next_url) if next_url else ""},
    }
