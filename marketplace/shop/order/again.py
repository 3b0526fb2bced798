from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marketplace.kernel.errors import MarketplaceError
from marketplace.shop.basket import domain
from marketplace.shop.basket.models import Basket


@dataclass(frozen=True, slots=True)
class BoughtAgain:
    """Titles of what went into the basket and of what is not to be had today."""

    added: tuple[str, ...]
    missed: tuple[str, ...]


def buy_again(*, order: Any, basket: Basket, at: datetime) -> BoughtAgain:
    """Put what an order held into a basket, at today's prices, as much of it as there is."""
    added: list[str] = []
    missed: list[str] = []
    for line in order.snapshot.content["lines"]:
        was_added = _add(basket, line["product_id"], line["quantity"], at)
        (added if was_added else missed).append(line["title"])
    return BoughtAgain(tuple(added), tuple(missed))


def _add(basket: Basket, product_id: int, quantity: int, at: datetime) -> bool:
    try:
        domain.add_line(basket=basket, product_id=product_id, quantity=quantity, at=at)
    except domain.NotEnoughStock as error:
        left = int(str(error.details["available"]))
        return 0 < left < quantity and _add(basket, product_id, left, at)
    except MarketplaceError:
        return False
    return True
