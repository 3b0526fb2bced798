"""Every row of an order, in the caller's transaction, with the basket's row locked and everything checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_noop
from oscar.core.loading import get_model

from marketplace.kernel.errors import MarketplaceError
from marketplace.kernel.money import Dong, to_dong
from marketplace.shop.basket.models import Basket
from marketplace.shop.checkout.options import Options
from marketplace.shop.checkout.request import Address, CheckoutRequest
from marketplace.shop.checkout.snapshot import take_snapshot
from marketplace.shop.order import mails
from marketplace.shop.order.models import MailKind, Placement
from marketplace.shop.order.utils import OrderCreator, OrderNumberGenerator
from payments.domain import charges
from payments.domain.charges import NewCharge
from payments.gateways.registry import get_offered
from sellers.domain import orders, stock
from sellers.domain.orders import PartChoice
from sellers.models import SellerOrderState

Order = get_model("order", "Order")
ShippingAddress = get_model("order", "ShippingAddress")
# Oscar's address asks for its country's name; the row itself is made by `cms.domain.site.bootstrap`.
VIETNAM = get_model("address", "Country")(iso_3166_1_a2="VN", printable_name="Việt Nam", name="Việt Nam")

# How long stock is held for a payment that is not made.
PAYMENT_TIME = timedelta(minutes=30)
TRANSFER_TIME = timedelta(hours=24)


class TotalChanged(MarketplaceError):
    code = "total_changed"
    message = gettext_noop("Tổng tiền vừa thay đổi. Bạn xem lại rồi bấm đặt hàng lần nữa.")

    def __init__(self, expected: Dong, total: Dong) -> None:
        self.expected, self.total = expected, total
        super().__init__(expected=expected, total=total)


def write_order(request: CheckoutRequest, basket: Basket, options: Options, total: Dong, at: datetime) -> Any:
    order = _write_head(request, basket, options, total, at)
    creator = OrderCreator()
    creator.write_discounts(order, basket, request.account)
    lines = creator.write_lines(order, basket)
    method = get_offered(request.payment_method)
    is_settled = method.is_paid_on_delivery or total == 0
    parts = orders.split_order(
        order=order,
        choices=_choices(request, options),
        delivery_discount=options.delivery_discount,
        state=SellerOrderState.TO_PACK if is_settled else SellerOrderState.AWAITING_PAYMENT,
        at=at,
    )
    _write_placement(request, order)
    take_snapshot(order=order, lines=lines, parts=parts, request=request, options=options, at=at)
    expires_at = None if is_settled else at + _time_to_pay(request.payment_method)
    if total:
        charges.open_charge(_charge(request, order, total, expires_at), at=at)
    mails.write(order=order, kind=MailKind.PLACED, at=at)
    Basket.objects.filter(pk=basket.pk).update(status=Basket.SUBMITTED, date_submitted=at)
    _hold_stock(order, basket, expires_at, is_settled)
    return order


def _hold_stock(order: Any, basket: Basket, expires_at: datetime | None, is_settled: bool) -> None:
    """Last, because a stock row that many want is locked from here to the commit."""
    prices = {line.stockrecord_id: line.stockrecord.price for line in basket.all_lines()}
    wanted = {line.stockrecord_id: line.quantity for line in basket.all_lines()}
    holds = stock.hold(order=order, wanted=wanted, expires_at=expires_at, is_certain=is_settled)
    if any(hold.stock_record.price != prices[hold.stock_record_id] for hold in holds):
        total = to_dong(order.total_incl_tax)
        raise TotalChanged(total, total)


def _choices(request: CheckoutRequest, options: Options) -> Mapping[int, PartChoice]:
    return {
        seller.seller.pk: PartChoice(seller.chosen, request.notes.get(seller.seller.pk, ""))
        for seller in options.sellers
        if seller.chosen
    }


def _write_head(request: CheckoutRequest, basket: Basket, options: Options, total: Dong, at: datetime) -> Any:
    return Order.objects.create(
        number=OrderNumberGenerator().order_number(basket),
        site_id=1,
        basket=basket,
        user=request.account,
        guest_email=request.contact.email,
        currency="VND",
        total_incl_tax=total,
        total_excl_tax=total,
        shipping_incl_tax=options.delivery_amount,
        shipping_excl_tax=options.delivery_amount,
        shipping_address=_write_address(request),
        date_placed=at,
    )


def _write_address(request: CheckoutRequest) -> Any:
    address: Address = request.address
    return ShippingAddress.objects.create(
        first_name=request.contact.name,
        line1=address.line,
        line3=address.commune,
        line4=address.province,
        state=address.province_code,
        country=VIETNAM,
        phone_number=request.contact.phone,
    )


def _write_placement(request: CheckoutRequest, order: Any) -> Placement:
    return Placement.objects.create(
        order=order,
        idempotency_key=request.idempotency_key,
        digest=request.digest,
        contact_name=request.contact.name,
        contact_phone=request.contact.phone,
        contact_email=request.contact.email,
        language=request.language,
        payment_method=request.payment_method,
        invoice=asdict(request.invoice) if request.invoice else {},
    )


def _charge(request: CheckoutRequest, order: Any, total: Dong, expires_at: datetime | None) -> NewCharge:
    return NewCharge(
        amount=total,
        method=request.payment_method,
        order_id=order.pk,
        payer_id=request.account.pk if request.account else None,
        expires_at=expires_at,
    )


def _time_to_pay(method: str) -> timedelta:
    return TRANSFER_TIME if method == "bank_transfer" else PAYMENT_TIME
