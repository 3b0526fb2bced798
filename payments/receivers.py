"""What the layers below signal, and what payments does about it. Each may be missed: `settle_charges` catches up."""

from __future__ import annotations

from datetime import datetime

from django.dispatch import receiver

from payments.domain import deliveries
from sellers.models import SellerOrder, SellerOrderEvent, SellerOrderState
from sellers.signals import part_moved


@receiver(part_moved, dispatch_uid="payments.account_for_delivery")
def account_for_delivery(part: SellerOrder, event: SellerOrderEvent, at: datetime, **kwargs: object) -> None:
    if event.state == SellerOrderState.DELIVERED:
        deliveries.account_for(part=part, at=at)
