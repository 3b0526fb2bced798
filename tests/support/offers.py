"""Offers and vouchers of Oscar, in few words."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from oscar.core.loading import get_model


def make_offer(name: str, *, benefit: str = "Absolute", value: int = 50_000, **fields: Any) -> Any:
    """On everything, from one piece on, once a basket."""
    everything = get_model("offer", "Range").objects.create(name=f"Mọi hàng {name}", includes_all_products=True)
    is_on_delivery = benefit.startswith("Shipping")
    given = get_model("offer", "Benefit").objects.create(
        range=None if is_on_delivery else everything, type=benefit, value=Decimal(value)
    )
    condition = get_model("offer", "Condition").objects.create(range=everything, type="Count", value=1)
    defaults = {"offer_type": "Site", "max_basket_applications": 1}
    return get_model("offer", "ConditionalOffer").objects.create(
        name=name, condition=condition, benefit=given, **(defaults | fields)
    )


def make_voucher(code: str, value: int = 50_000, *, usage: str = "Single use", **offer: Any) -> Any:
    voucher = get_model("voucher", "Voucher").objects.create(
        name=code,
        code=code,
        usage=usage,
        # Wide enough for the fixed clock of most tests and for the real one of a running site.
        start_datetime=timezone.now() - timedelta(days=2000),
        end_datetime=timezone.now() + timedelta(days=2000),
    )
    voucher.offers.add(make_offer(f"Giảm {code}", value=value, offer_type="Voucher", **offer))
    return voucher
