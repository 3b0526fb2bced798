"""How quantities, seasons and places are written on every page: `{% load storefront %}`."""

from __future__ import annotations

import json
from datetime import date

from django import template
from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalog.domain import units
from catalog.models import SaleUnit
from catalog.queries.category_tree import in_language
from catalog.search.contract import Hit
from marketplace.kernel import places, times

register = template.Library()

# How many quantities a list offers: 5 kg by 0.1 kg.
_CHOICES = 50
# Django calls them "Thứ 6".
_WEEKDAYS = (
    _("thứ Hai"),
    _("thứ Ba"),
    _("thứ Tư"),
    _("thứ Năm"),
    _("thứ Sáu"),
    _("thứ Bảy"),
    _("Chủ nhật"),
)
_JSON_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


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
def weekday(day: date) -> str:
    """`thứ Sáu 27/11`."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day}/{day.month}"


@register.filter
def commune_name(code: str) -> str:
    """`Xã Tân Cương`; empty for a code that is not one of ours."""
    commune = places.communes().get(code)
    if commune is None:
        return ""
    return commune.name_en if get_language() == "en" else commune.name


@register.filter
def name_of(thing: object) -> str:
    """The title of a hit or a product in the reader's language."""
    return in_language(thing.title, thing.title_en)  # type: ignore[attr-defined]


@register.filter
def pack_of(hit: Hit) -> str:
    """`gói 500 g`: what the price of a card is for."""
    return units.pack_label(sale_unit=hit.sale_unit, content_amount=hit.content_amount, content_unit=hit.content_unit)


@register.filter
def marked(highlight: str) -> SafeString:
    """A highlight of the search with its matches in <mark>; everything else is escaped."""
    return mark_safe(escape(highlight).replace("\x02", "<mark>").replace("\x03", "</mark>"))


@register.filter
def json_block(data: object) -> SafeString:
    """JSON that cannot end the script element it stands in, nor open a comment there."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_JSON_ESCAPES))


@register.simple_tag
def icon(name: str, *, solid: bool = False) -> SafeString:
    """A drawing from static/icons.svg, hidden from screen readers: the words beside it say it."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        " icon-solid" if solid else "",
        static("icons.svg"),
        name,
    )
