"""Catching up: what a missed signal, a killed process or a closed payment left undone. Each step finds by itself what
there is to do, so running it again does nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from oscar.core.loading import get_model

from marketplace.shop.basket.models import Basket
from marketplace.shop.order import domain, mails
from payments.models import ChargeState
from sellers.models import HoldState, SellerOrderState

Order = get_model("order", "Order")

_UNPAID = (ChargeState.FAILED, ChargeState.EXPIRED, ChargeState.CANCELLED)
_ABANDONED_AFTER = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Settled:
    confirmed: int
    lapsed: int
    mails: int
    baskets: int


def settle(*, at: datetime, limit: int = 200) -> Settled:
    return Settled(
        confirmed=sum(domain.confirm(order=order, at=at) for order in _paid()[:limit]),
        lapsed=sum(domain.lapse(order=order, at=at) for order in _unpaid()[:limit]),
        mails=mails.send_waiting(at=at),
        baskets=_drop_abandoned(at, limit),
    )


def _paid() -> QuerySet[Any]:
    """Paid, and still waiting or still only held."""
    paid = Order.objects.filter(charges__state=ChargeState.SUCCEEDED)
    waiting = paid.filter(parts__state=SellerOrderState.AWAITING_PAYMENT)
    held = paid.filter(stock_holds__state=HoldState.HELD)
    return (waiting | held).distinct().order_by("pk")


def _unpaid() -> QuerySet[Any]:
    """Every charge of it is over, none brought money, and parts still wait for it."""
    alive = Order.objects.filter(charges__state__in=set(ChargeState) - set(_UNPAID))
    over = Order.objects.filter(parts__state=SellerOrderState.AWAITING_PAYMENT, charges__state__in=_UNPAID)
    return over.exclude(pk__in=alive).distinct().order_by("pk")


def _drop_abandoned(at: datetime, limit: int) -> int:
    """Guests' baskets that nobody came back to; an order keeps its own."""
    old = Basket.objects.filter(owner=None, date_created__lt=at - _ABANDONED_AFTER, order=None)
    keys = list(old.exclude(status=Basket.SUBMITTED).order_by("pk").values_list("pk", flat=True)[:limit])
    Basket.objects.filter(pk__in=keys).delete()
    return len(keys)
