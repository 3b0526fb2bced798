"""A part was delivered: cash at the door is taken to have been paid, and its money becomes the seller's."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, QuerySet, Sum
from django.db.models.functions import Coalesce

from marketplace.kernel.errors import MarketplaceError
from payments.domain import cash, settlement
from payments.models import Charge, Entry, EntryEvent, Refund, RefundState
from sellers.models import SellerOrder, SellerOrderState

logger = logging.getLogger(__name__)

_LOOKED_BACK = timedelta(days=60)


def account_for(*, part: SellerOrder, at: datetime) -> None:
    """Once, however often it is called. Raises MoneyNotHeld for a part that was delivered unpaid."""
    if settlement.is_released(part=part) or not settlement.amount_left(part=part):
        return
    if Charge.objects.live().filter(order_id=part.order_id, method=cash.METHOD).exists():
        cash.collect_cash(part=part, at=at)
    settlement.release_part(part=part, at=at)


def account_for_missed(*, at: datetime, limit: int = 200) -> int:
    """Delivered parts whose signal was not heard; how many are done now."""
    return sum(_try(part, at) for part in _missed(at)[:limit])


def _missed(at: datetime) -> QuerySet[SellerOrder]:
    released = Entry.objects.filter(part=OuterRef("pk"), event=EntryEvent.PART_RELEASED)
    given_back = (
        Refund.objects.filter(part=OuterRef("pk"))
        .exclude(state=RefundState.FAILED)
        .order_by()
        .values("part")
        .annotate(total=Sum("amount"))
        .values("total")
    )
    asked = F("goods_amount") - F("discount_amount") + F("delivery_amount")
    return (
        SellerOrder.objects.filter(state=SellerOrderState.DELIVERED, created_at__gte=at - _LOOKED_BACK)
        .filter(~Exists(released))
        .annotate(given_back=Coalesce(given_back, 0))
        .filter(given_back__lt=asked)
        .select_related("seller", "order")
        .order_by("pk")
    )


def _try(part: SellerOrder, at: datetime) -> bool:
    try:
        account_for(part=part, at=at)
    except MarketplaceError as error:
        logger.error("delivered part %s cannot be accounted for: %s", part, error)
        return False
    return True
