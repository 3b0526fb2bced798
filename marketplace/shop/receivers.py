"""What the layers below signal, and what the shop does about it. Each may be heard twice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from marketplace.shop.basket import session
from marketplace.shop.order import domain, mails
from marketplace.shop.order.models import MailKind
from payments import signals as payments
from payments.models import Charge, ChargeEvent, ChargePurpose
from sellers.models import SellerOrder, SellerOrderEvent, SellerOrderState
from sellers.signals import part_moved


@receiver(user_logged_in, dispatch_uid="shop.join_basket")
def join_basket(request: HttpRequest | None, user: Any, **kwargs: object) -> None:
    # Commands sign nobody in with a request of their own.
    if request is not None and hasattr(request, "COOKIES"):
        request.user = user
        session.join_account(request)


@receiver(payments.charge_succeeded, dispatch_uid="shop.confirm_order")
def confirm_order(charge: Charge, at: datetime, **kwargs: object) -> None:
    if charge.purpose == ChargePurpose.ORDER:
        domain.confirm(order=charge.order, at=at)


@receiver(payments.charge_failed, dispatch_uid="shop.lapse_failed")
@receiver(payments.charge_expired, dispatch_uid="shop.lapse_expired")
@receiver(payments.charge_cancelled, dispatch_uid="shop.lapse_cancelled")
def lapse_order(charge: Charge, at: datetime, **kwargs: object) -> None:
    if charge.purpose == ChargePurpose.ORDER:
        domain.lapse(order=charge.order, at=at)


@receiver(payments.refund_succeeded, dispatch_uid="shop.tell_refund")
def tell_refund(charge: Charge, event: ChargeEvent, at: datetime, **kwargs: object) -> None:
    if charge.purpose == ChargePurpose.ORDER and event.refund:
        mails.write(order=charge.order, kind=MailKind.REFUNDED, about=event.refund.reference, at=at)


@receiver(part_moved, dispatch_uid="shop.tell_shipped")
def tell_shipped(part: SellerOrder, event: SellerOrderEvent, at: datetime, **kwargs: object) -> None:
    if event.state == SellerOrderState.SHIPPED:
        mails.write(order=part.order, kind=MailKind.SHIPPED, about=part.reference, at=at)
