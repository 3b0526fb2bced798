"""How quantities, seasons and places are written on every page: `{% load storefront %}`."""

from __future__ import annotations

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from catalog.domain import units
from catalog.models import SaleUnit
from marketplace.kernel import places, times

register = template.Library()

# How many quantities a list offers: 5 kg by 0.1 kg.
_CHOICES = 50


@register.filter
def plain(number: int | str) -> str:
    """A number for a machine (an attribute, an address): no separators of thousands."""
    return str(number)


@register.filter
def quantity(steps: int, step_thousandths: int) -> str:
    """`0,5`: so many steps in sale units; `unit_name` says which."""
    return units.decimal_label(steps * step_thousandths)


@register.filter
def quantity_choices(chosen: int, step_thousandths: int) -> list[tuple[int, str]]:
    """What a list of quantities offers, the chosen one always among them."""
    counts = [*range(1, _CHOICES + 1)]
    return [(steps, quantity(steps, step_thousandths)) for steps in sorted({*counts, int(chosen)})]


@register.filter
def unit_name(sale_unit: str) -> str:
    return str(SaleUnit(sale_unit).label)


@register.filter
def season_months(months: int) -> list[tuple[int, bool]]:
    return [(month, bool(months & times.month_bit(month))) for month in range(1, 13)]


@register.filter
def commune_name(code: str) -> str:
    """`Xã Tân Cương`; empty for a code that is not one of ours."""
    commune = places.communes().get(code)
    if commune is None:
        return ""
    return commune.name_en if get_language() == "en" else commune.name


@register.simple_tag
def icon(name: str, *, solid: bool = False) -> SafeString:
    """A drawing from static/icons.svg, hidden from screen readers: the words beside it say it."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        " icon-solid" if solid else "",
        static("icons.svg"),
        name,
    )
