"""Quantities, contents and prices per kilogram or litre, as they are said in Vietnam.

A quantity counts steps (`Product.step_thousandths` of the sale unit); a price is for one sale unit unless it says step.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog.models import ContentUnit, SaleUnit
from marketplace.kernel.money import Dong, divide_half_up

_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """Whole đồng per kilogram ("kg") or litre ("l"); zero and "" where the goods have neither."""

    amount: Dong
    per: str


NO_UNIT_PRICE = UnitPrice(amount=0, per="")


def unit_price(*, price: Dong, content_amount: int | None, content_unit: str) -> UnitPrice:
    """What a kilogram or a litre costs when one sale unit costs `price`, rounded half up."""
    if not content_amount or content_unit not in (ContentUnit.GRAM, ContentUnit.MILLILITRE):
        return NO_UNIT_PRICE
    per = "kg" if content_unit == ContentUnit.GRAM else "l"
    return UnitPrice(amount=divide_half_up(price * _THOUSAND, content_amount), per=per)


def price_of_unit(*, step_price: Dong, step_thousandths: int) -> Dong:
    """The price of one whole sale unit from the price of one step."""
    return divide_half_up(step_price * _THOUSAND, step_thousandths)


def price_of_step(*, unit_price: Dong, step_thousandths: int) -> Dong:
    return divide_half_up(unit_price * step_thousandths, _THOUSAND)


def quantity_label(*, steps: int, step_thousandths: int, sale_unit: str) -> str:
    """`0,5 kg`, `3 gói`: what so many steps are, in sale units."""
    return f"{decimal_label(steps * step_thousandths)} {SaleUnit(sale_unit).label}"


def content_label(*, amount: int | None, unit: str, sale_unit: str = "") -> str:
    """`500 g`, `1,5 kg`, `750 ml`, `10 quả`; empty without a content."""
    if not amount:
        return ""
    if unit == ContentUnit.GRAM:
        return f"{decimal_label(amount)} kg" if amount >= _THOUSAND else f"{amount} g"
    if unit == ContentUnit.MILLILITRE:
        return f"{decimal_label(amount)} {_('lít')}" if amount >= _THOUSAND else f"{amount} ml"
    return f"{amount} {_counted(sale_unit)}"


def pack_label(*, sale_unit: str, content_amount: int | None, content_unit: str) -> str:
    """`gói 500 g`, `vỉ 10 quả`, and simply `kg`, `lít` or `chục` where the unit says it all."""
    name = str(SaleUnit(sale_unit).label)
    if sale_unit in (SaleUnit.KG, SaleUnit.LITRE, SaleUnit.DOZEN):
        return name
    content = content_label(amount=content_amount, unit=content_unit, sale_unit=sale_unit)
    return f"{name} {content}" if content else name


def _counted(sale_unit: str) -> str:
    if sale_unit == SaleUnit.TRAY:
        return pgettext("đếm trứng", "quả")
    if sale_unit == SaleUnit.BOX:
        return pgettext("đếm trà túi lọc", "túi")
    return _("cái")


def decimal_label(thousandths: int) -> str:
    """With the reader's decimal sign: a comma in Vietnamese."""
    number = Decimal(thousandths) / _THOUSAND
    return formats.number_format(number.quantize(Decimal(1)) if number == int(number) else number.normalize())
