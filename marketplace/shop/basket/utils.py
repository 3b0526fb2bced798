"""Oscar asks for this module by name."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from oscar.apps.basket import utils

from marketplace.kernel.money import divide_half_up


class LineDiscountRegistry(utils.LineDiscountRegistry):
    """Oscar's percentage benefit leaves fractions of a đồng on a line; here a line's discount is whole đồng."""

    def discount(self, amount: Decimal, quantity: int, incl_tax: bool = True, offer: Any = None) -> None:
        super().discount(whole_dong(amount), quantity, incl_tax=incl_tax, offer=offer)


def whole_dong(amount: Decimal, currency: str | None = None) -> Decimal:
    """The two arguments are those of OSCAR_OFFER_ROUNDING_FUNCTION."""
    numerator, denominator = Decimal(amount).as_integer_ratio()
    return Decimal(divide_half_up(numerator, denominator))
