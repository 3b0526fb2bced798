"""What a person types as a quantity ("0,5", "2"), in sale units, as steps of a product."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from marketplace.kernel.errors import MarketplaceError, gettext_noop
from marketplace.shop.basket.domain import MAX_STEPS, WrongQuantity


class NotAStep(MarketplaceError):
    code = "not_a_step"
    message = gettext_noop("Số lượng phải là bội số của bước mua.")


def to_steps(text: str, step_thousandths: int) -> int:
    """Raises WrongQuantity for no number, NotAStep for a number between two steps."""
    try:
        if not text.isascii():
            raise InvalidOperation
        thousandths = Decimal(text.strip().replace(",", ".")) * 1000
    except InvalidOperation:
        raise WrongQuantity from None
    if not thousandths.is_finite() or not 0 < thousandths <= MAX_STEPS * step_thousandths:
        raise WrongQuantity
    steps, rest = divmod(thousandths, step_thousandths)
    if rest:
        raise NotAStep
    return int(steps)
