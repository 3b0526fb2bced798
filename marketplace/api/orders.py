from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Header, Path, Router
from pydantic import Field, StringConstraints

from marketplace.api.caching import PRIVATE
from marketplace.api.checkouts import charge_shown
from marketplace.api.limits import LOOKUP
from marketplace.api.parameters import LINE_PATTERN
from marketplace.api.schemas.orders import OrderDetail
from marketplace.api.schemas.problem import answers
from marketplace.shop.order.domain import OrderNotFound, find_for_tracking
from marketplace.shop.order.queries import LineView, OrderView, PartView, find_order, view_of

router = Router(tags=["orders"], throttle=LOOKUP)
Reference = Annotated[str, StringConstraints(max_length=32, pattern=r"^[A-Za-z0-9]+$")]
Phone = Annotated[
    str,
    StringConstraints(max_length=30, pattern=LINE_PATTERN),
    Field(description=_("Số điện thoại của người đặt; không cần khi đã đăng nhập vào tài khoản đã đặt đơn.")),
]


@router.get(
    "/{reference}",
    response=answers({200: OrderDetail}, 404),
    summary=_("Theo dõi một đơn hàng"),
    description=_("Mã sai và số điện thoại sai nhận cùng một câu trả lời, nên không ai dò được đơn của người khác."),
    operation_id="get_order",
)
def get_order(
    request: HttpRequest,
    response: HttpResponse,
    reference: Annotated[Reference, Path()],
    phone: Annotated[Phone | None, Header(alias="X-Phone")] = None,
) -> dict[str, Any]:
    response["Cache-Control"] = PRIVATE
    order = find_for_tracking(reference=reference, phone=phone) if phone else _find_own(request, reference)
    return _shown(view_of(order))


def _find_own(request: HttpRequest, reference: str) -> Any:
    """Of the account that is signed in; others are told no more than that there is none."""
    order = find_order(reference) if request.user.is_authenticated else None
    if order is None or order.user_id != request.user.pk:
        raise OrderNotFound
    return order


def _shown(view: OrderView) -> dict[str, Any]:
    return {
        "reference": view.order.number,
        "placed_at": view.order.date_placed,
        "goods_amount": view.goods_amount,
        "discount_amount": view.discount_amount,
        "delivery_amount": view.delivery_amount,
        "total_amount": view.total_amount,
        "is_waiting_for_payment": view.is_waiting_for_payment,
        "is_cancelled": view.is_cancelled,
        "charge": charge_shown(view.charge) if view.charge else None,
        "parts": [_part(part) for part in view.parts],
    }


def _part(view: PartView) -> dict[str, Any]:
    part = view.part
    return {
        "reference": part.reference,
        "seller_name": view.seller_name,
        "state": part.state,
        "state_label": part.get_state_display(),
        "goods_amount": part.goods_amount,
        "discount_amount": part.discount_amount,
        "delivery_amount": part.delivery_amount,
        "delivery_name": part.delivery_name,
        "promised_from_on": part.promised_from_on,
        "promised_until_on": part.promised_until_on,
        "carrier": part.carrier,
        "tracking_code": part.tracking_code,
        "lines": [_line(line) for line in view.lines],
    }


def _line(line: LineView) -> dict[str, Any]:
    return {
        "product_id": line.product_id,
        "title": line.title,
        "quantity": line.quantity,
        "quantity_label": line.quantity_label,
        "pack_label": line.pack_label,
        "unit_price": line.unit_price,
        "amount": line.amount,
    }
