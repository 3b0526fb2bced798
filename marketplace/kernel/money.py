"""Whole đồng. No float ever; Oscar's Decimal is converted at the border by `to_dong`; rates are basis points."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from marketplace.kernel.errors import MarketplaceError, gettext_noop

Dong = int

BASIS = 10_000


class FractionOfDong(MarketplaceError):
    code = "fraction_of_dong"
    message = gettext_noop("Số tiền phải là số đồng nguyên.")


def to_dong(amount: Decimal | int) -> Dong:
    """Convert Oscar's Decimal to whole đồng; raises FractionOfDong when anything would be lost."""
    whole = int(amount)
    if whole != amount:
        raise FractionOfDong(amount=str(amount))
    return whole


def divide_half_up(numerator: int, denominator: int) -> int:
    """The quotient rounded to the nearest whole, halves away from zero: the one rounding of the project."""
    if denominator <= 0:
        raise ValueError("denominator must be positive")
    magnitude = (2 * abs(numerator) + denominator) // (2 * denominator)
    return magnitude if numerator >= 0 else -magnitude


def share(amount: Dong, rate_bp: int) -> Dong:
    """`rate_bp` basis points of the amount, rounded half up."""
    return divide_half_up(amount * rate_bp, BASIS)


def allocate(amount: Dong, weights: Sequence[int]) -> list[Dong]:
    """Share an amount in proportion to the weights and lose nothing.

    Each part is rounded towards zero and the đồng that remain go one by one to the largest remainders
    (the earlier part on a tie), so the parts add up to `amount` and none has the other sign.
    Raises ValueError when a weight is negative or all are zero.
    """
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise ValueError("weights must not be negative and must not all be zero")
    sign = -1 if amount < 0 else 1
    parts, remainders = [], []
    for weight in weights:
        quotient, remainder = divmod(abs(amount) * weight, total)
        parts.append(quotient)
        remainders.append(remainder)
    left = abs(amount) - sum(parts)
    for index in sorted(range(len(parts)), key=lambda i: (-remainders[i], i))[:left]:
        parts[index] += 1
    return [sign * part for part in parts]


def written(amount: Dong) -> str:
    """As it is printed in Vietnam: `1.050.000 ₫`, with a no-break space."""
    return f"{amount:,}".replace(",", ".") + "\u00a0₫"
