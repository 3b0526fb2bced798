"""Placed orders without a checkout, for tests of what comes after it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from oscar.core.loading import get_model

from marketplace.kernel import references
from sellers.models import Seller, SellerKind, SellerOrder, SellerStatus

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def make_seller(name: str = "Chè Lan", *, kind: SellerKind = SellerKind.HOUSEHOLD, commission_bp: int = 500) -> Seller:
    slug = references.new("nv").lower()
    return Seller.objects.create(
        name=name, code=slug, slug=slug, kind=kind, status=SellerStatus.APPROVED, commission_bp=commission_bp
    )


def make_order(*parts: tuple[Seller, int, int], at: datetime = NOW) -> Any:
    """An order of parts, each a seller with goods and delivery in đồng."""
    total = sum(goods + delivery for _, goods, delivery in parts)
    order = get_model("order", "Order").objects.create(
        number=references.new("DH"),
        currency="VND",
        total_incl_tax=total,
        total_excl_tax=total,
        shipping_incl_tax=0,
        shipping_excl_tax=0,
        date_placed=at,
    )
    for seller, goods, delivery in parts:
        SellerOrder.objects.create(
            order=order,
            seller=seller,
            reference=references.new("KN"),
            goods_amount=goods,
            delivery_amount=delivery,
            delivery_code="tan-nha",
            delivery_name="Giao tận nhà",
        )
    return order
