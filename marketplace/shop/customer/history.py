"""What a person bought, and buying it once more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from oscar.apps.order.models import Line, Order

from catalog.models import ProductImage
from marketplace.accounts.models import User
from marketplace.kernel.errors import MarketplaceError
from marketplace.shop.basket import domain as baskets
from marketplace.shop.basket.models import Basket
from sellers.models import SellerOrder


@dataclass(frozen=True, slots=True)
class BoughtAgain:
    added: int
    # Title of the product and why it could not be added.
    refused: tuple[tuple[str, str], ...]


def orders_of(user: User) -> QuerySet[Order]:
    """Newest first, with lines, their first pictures and the sellers' parts: four queries whatever the number."""
    pictures = ProductImage.objects.order_by("display_order", "pk")
    lines = Line.objects.select_related("product__parent").prefetch_related(
        Prefetch("product__images", pictures), Prefetch("product__parent__images", pictures)
    )
    return (
        Order.objects.filter(user=user)
        .order_by("-date_placed", "-pk")
        .prefetch_related(
            Prefetch("lines", lines.order_by("pk")),
            Prefetch("parts", SellerOrder.objects.select_related("seller").order_by("pk")),
        )
    )


def buy_again(*, order: Order, basket: Basket, at: datetime) -> BoughtAgain:
    """Put what the order held into the basket, as far as it is sold today."""
    added, refused = 0, []
    for line in order.lines.select_related("product").order_by("pk"):
        if line.product_id is None:
            refused.append((line.title, str(baskets.NotForSale.message)))
            continue
        try:
            baskets.add_line(basket=basket, product_id=line.product_id, quantity=line.quantity, at=at)
            added += 1
        except MarketplaceError as error:
            refused.append((line.title, error.message))
    return BoughtAgain(added=added, refused=tuple(refused))
