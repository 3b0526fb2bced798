"""What happens to an order after it is placed: paid, lapsed, cancelled, found again.

Everything here may be called twice: by a signal, and by `settle_orders` when the signal was missed. Rows are locked
in one order: the parts, then the stock, then the charge.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext_noop
from oscar.core.loading import get_model

from marketplace.kernel import phones
from marketplace.kernel.errors import MarketplaceError
from marketplace.shop.order import mails
from marketplace.shop.order.models import MailKind
from marketplace.shop.order.queries import find_order
from payments.domain import refunds
from payments.domain.refunds import RefundRequest
from sellers.domain import orders, stock
from sellers.domain.orders import CANCELLABLE, Move, TooLateToCancel
from sellers.models import SellerOrder, SellerOrderState

Order = get_model("order", "Order")
Voucher = get_model("voucher", "Voucher")
ConditionalOffer = get_model("offer", "ConditionalOffer")

LAPSED = gettext_noop("Chưa nhận được tiền trong thời hạn.")
CANCELLED_BY_SHOPPER = gettext_noop("Người mua huỷ.")


class OrderNotFound(MarketplaceError):
    """The same answer for a wrong reference and for a wrong phone, so that nobody learns which orders exist."""

    code = "order_not_found"
    message = gettext_noop("Không có đơn nào với mã và số điện thoại này. Bạn xem lại giúp.")


def find_for_tracking(*, reference: str, phone: str) -> Any:
    """Raises OrderNotFound. The phone may be written as people write it."""
    try:
        number = phones.to_e164(phone)
    except phones.NotAPhoneNumber:
        raise OrderNotFound from None
    order = find_order(reference.strip().replace(" ", "")[:32])
    if order is None or order.placement.contact_phone != number:
        raise OrderNotFound
    return order


def confirm(*, order: Any, at: datetime) -> bool:
    """The money is in: what is held leaves the stock and the sellers may pack. False when that was done before."""
    with transaction.atomic():
        parts = orders.confirm_payment(order=order, at=at)
        stock.take(order=order, at=at)
        if parts:
            mails.write(order=order, kind=MailKind.PAID, at=at)
    return bool(parts)


def lapse(*, order: Any, at: datetime, reason: str = LAPSED) -> bool:
    """The money will not come: the stock is free for others at once. False when that was done before."""
    with transaction.atomic():
        parts = orders.lapse(order=order, reason=reason, at=at)
        for part in parts:
            stock.release(order=order, seller_id=part.seller_id, note=part.reference)
        if parts:
            _give_back_vouchers(order)
            mails.write(order=order, kind=MailKind.CANCELLED, at=at)
    return bool(parts)


def cancel_order(*, order: Any, user: Any, reason: str, at: datetime) -> list[SellerOrder]:
    """Cancel every parcel, or none: raises TooLateToCancel when one has left already."""
    with transaction.atomic():
        parts = list(order.parts.select_for_update(of=("self",)).order_by("pk"))
        going = [part for part in parts if part.state != SellerOrderState.CANCELLED]
        if not going or any(part.state not in CANCELLABLE for part in going):
            raise TooLateToCancel
        return [_cancel(part, user, reason, at) for part in going]


def cancel_part(*, part: SellerOrder, user: Any, reason: str, at: datetime) -> SellerOrder:
    """Cancel one parcel before it leaves, by its shopper or by its seller: its stock is free again, its money goes
    back or is not asked for any more. Raises TooLateToCancel."""
    with transaction.atomic():
        return _cancel(part, user, reason, at)


def _cancel(part: SellerOrder, user: Any, reason: str, at: datetime) -> SellerOrder:
    cancelled = orders.move(part=part, move=Move(to=SellerOrderState.CANCELLED, user=user, note=reason), at=at)
    order = cancelled.order
    stock.release(order=order, seller_id=cancelled.seller_id, note=cancelled.reference)
    charge = order.charges.order_by("-pk").first()
    if charge is not None and cancelled.total_amount:
        request = RefundRequest(
            amount=cancelled.total_amount,
            reason=reason,
            idempotency_key=f"cancel:{cancelled.reference}",
            part=cancelled,
        )
        refunds.call_off(charge=charge, request=request, at=at)
    if not order.parts.exclude(state=SellerOrderState.CANCELLED).exists():
        _give_back_vouchers(order)
    mails.write(order=order, kind=MailKind.CANCELLED, about=cancelled.reference, at=at)
    return cancelled


def _give_back_vouchers(order: Any) -> None:
    """An order that came to nothing has used up no voucher and no offer."""
    applications = get_model("voucher", "VoucherApplication").objects.filter(order=order)
    for voucher_id, uses in Counter(applications.values_list("voucher_id", flat=True)).items():
        Voucher.objects.filter(pk=voucher_id, num_orders__gte=uses).update(num_orders=F("num_orders") - uses)
    applications.delete()
    given = order.discounts.values("offer_id").annotate(times=Sum("frequency"), amount=Sum("amount"))
    for row in given.order_by("offer_id"):
        ConditionalOffer.objects.filter(
            pk=row["offer_id"], num_applications__gte=row["times"], total_discount__gte=row["amount"]
        ).update(
            num_applications=F("num_applications") - row["times"],
            total_discount=F("total_discount") - row["amount"],
        )
