"""Each seller's part of an order: how it is cut off, and the states it goes through.

AWAITING_PAYMENT → TO_PACK → PACKED → SHIPPED → DELIVERED, and CANCELLED from anywhere before SHIPPED. Events are
append-only. Amounts are whole đồng and the parts add up to the order's total (docs/money.md, "Splitting").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_noop

from catalog.models import Product
from catalog.search import outbox
from marketplace.kernel import references
from marketplace.kernel.errors import MarketplaceError
from marketplace.kernel.money import Dong, allocate, to_dong
from sellers.domain.delivery import DeliveryOffer
from sellers.models import SellerOrder, SellerOrderEvent, SellerOrderState
from sellers.signals import part_moved

PREFIX = "KH"

_NEXT: dict[str, tuple[str, ...]] = {
    SellerOrderState.AWAITING_PAYMENT: (SellerOrderState.TO_PACK, SellerOrderState.CANCELLED),
    SellerOrderState.TO_PACK: (SellerOrderState.PACKED, SellerOrderState.SHIPPED, SellerOrderState.CANCELLED),
    SellerOrderState.PACKED: (SellerOrderState.SHIPPED, SellerOrderState.CANCELLED),
    SellerOrderState.SHIPPED: (SellerOrderState.DELIVERED,),
    SellerOrderState.DELIVERED: (),
    SellerOrderState.CANCELLED: (),
}
CANCELLABLE = tuple(state for state, following in _NEXT.items() if SellerOrderState.CANCELLED in following)


class AlreadySplit(MarketplaceError):
    code = "already_split"
    message = gettext_noop("Đơn này đã được chia cho các nhà vườn.")


class WrongState(MarketplaceError):
    code = "wrong_state"
    message = gettext_noop("Kiện hàng không còn ở trạng thái đó nữa.")


class TooLateToCancel(MarketplaceError):
    code = "too_late_to_cancel"
    message = gettext_noop("Kiện hàng đã gửi đi nên không huỷ được nữa.")


@dataclass(frozen=True, slots=True)
class PartChoice:
    """How one seller's goods go, as the shopper chose."""

    delivery: DeliveryOffer
    note: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """A change of state and what is to be remembered with it."""

    to: SellerOrderState
    user: Any = None
    note: str = ""
    carrier: str = ""
    tracking_code: str = ""


def split_order(
    *,
    order: Any,
    choices: Mapping[int, PartChoice],
    delivery_discount: Dong = 0,
    state: SellerOrderState = SellerOrderState.AWAITING_PAYMENT,
    at: datetime,
) -> list[SellerOrder]:
    """Cut a placed order into one part a seller, in the order in which the sellers first appear in it.

    A discount on delivery is shared by the fees, so the parts always add up to the order's total.
    Runs in the caller's transaction; a second call raises AlreadySplit.
    """
    if order.parts.exists():
        raise AlreadySplit(order=order.number)
    by_seller: dict[int, list[Any]] = defaultdict(list)
    for line in order.lines.order_by("pk"):
        by_seller[line.partner_id].append(line)
    fees = _fees_after_discount([choices[seller].delivery.fee for seller in by_seller], delivery_discount)
    parts = SellerOrder.objects.bulk_create(
        _new_part(order, seller, lines, choices[seller], fee, state)
        for (seller, lines), fee in zip(by_seller.items(), fees, strict=True)
    )
    SellerOrderEvent.objects.bulk_create(SellerOrderEvent(part=part, state=state, at=at) for part in parts)
    return parts


def move(*, part: SellerOrder, move: Move, at: datetime) -> SellerOrder:
    """Lock the part, check that the state may follow, write it with its event. Raises WrongState, changing nothing."""
    with transaction.atomic():
        locked = SellerOrder.objects.select_for_update(of=("self",)).get(pk=part.pk)
        if move.to not in _NEXT[locked.state]:
            raise TooLateToCancel if move.to == SellerOrderState.CANCELLED else WrongState(state=locked.state)
        _write(locked, move)
        if move.to == SellerOrderState.DELIVERED:
            _count_sold(locked)
        event = SellerOrderEvent.objects.create(part=locked, state=move.to, at=at, user=move.user, note=move.note[:300])
        transaction.on_commit(partial(part_moved.send_robust, sender=SellerOrder, part=locked, event=event, at=at))
    return locked


def confirm_payment(*, order: Any, at: datetime) -> list[SellerOrder]:
    """Every part that waits for the money may be packed now. Returns those that did wait; again: none."""
    return _move_all(order, SellerOrderState.TO_PACK, "", at)


def lapse(*, order: Any, reason: str, at: datetime) -> list[SellerOrder]:
    """The money will not come: every part that waits for it is cancelled. Returns those; again: none."""
    return _move_all(order, SellerOrderState.CANCELLED, reason, at)


def _move_all(order: Any, to: SellerOrderState, reason: str, at: datetime) -> list[SellerOrder]:
    with transaction.atomic():
        waiting = order.parts.filter(state=SellerOrderState.AWAITING_PAYMENT)
        locked = list(waiting.select_for_update(of=("self",)).order_by("pk"))
        for part in locked:
            _write(part, Move(to=to, note=reason))
        SellerOrderEvent.objects.bulk_create(
            SellerOrderEvent(part=part, state=to, at=at, note=reason[:300]) for part in locked
        )
    return locked


def _write(part: SellerOrder, move: Move) -> None:
    part.state = move.to
    part.carrier = move.carrier or part.carrier
    part.tracking_code = move.tracking_code or part.tracking_code
    if move.to == SellerOrderState.CANCELLED:
        part.cancel_reason = move.note[:300]
    part.save(update_fields=["state", "carrier", "tracking_code", "cancel_reason"])


def _count_sold(part: SellerOrder) -> None:
    """On the product itself: a pack stands for its parent, which is what pages and the index show."""
    own = Coalesce("product__parent", "product")
    lines = part.order.lines.filter(partner_id=part.seller_id, product__isnull=False)
    sold = dict(lines.order_by().values_list(own).annotate(Sum("quantity")))
    for pk in sorted(sold):
        Product.objects.filter(pk=pk).update(sold_count=F("sold_count") + sold[pk])
    outbox.touch(sold)


def _new_part(
    order: Any, seller_id: int, lines: list[Any], choice: PartChoice, fee: Dong, state: SellerOrderState
) -> SellerOrder:
    goods = sum(to_dong(line.line_price_before_discounts_incl_tax) for line in lines)
    paid = sum(to_dong(line.line_price_incl_tax) for line in lines)
    return SellerOrder(
        order=order,
        seller_id=seller_id,
        reference=references.new(PREFIX),
        state=state,
        goods_amount=goods,
        discount_amount=goods - paid,
        delivery_amount=fee,
        delivery_code=choice.delivery.code,
        delivery_name=choice.delivery.name,
        promised_from_on=choice.delivery.promised_from_on,
        promised_until_on=choice.delivery.promised_until_on,
        shopper_note=choice.note[:500],
    )


def _fees_after_discount(fees: list[Dong], discount: Dong) -> list[Dong]:
    if not discount:
        return fees
    return [fee - cut for fee, cut in zip(fees, allocate(discount, fees), strict=True)]
