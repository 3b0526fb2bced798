"""What a listing draws many of: cards and boxes to tick. Both are made of frozen values, without a template each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from django import template
from django.template.loader import get_template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from catalog.search.contract import Hit

if TYPE_CHECKING:
    from catalog.views.listing import Choice

register = template.Library()

# About 2 kB each.
_KEPT = 4000


@register.simple_tag
def boxes(name: str, choices: Sequence[Choice]) -> SafeString:
    """A box to tick for each value of a facet, with how many goods it would leave."""
    return format_html_join(
        "",
        '<label class="choice"><input type="checkbox" id="f-{0}-{1}" name="{0}" value="{1}"{2}>'
        '<span>{3} <span class="muted num">{4}</span></span></label>',
        (
            (name, choice.value, mark_safe(" checked") if choice.is_chosen else "", choice.label, count(choice.count))
            for choice in choices
        ),
    )


def count(number: int) -> str:
    """`1.231`, in English `1,231`: what Django's formatting says, at a tenth of its time."""
    written = f"{number:,}"
    return written if get_language() == "en" else written.replace(",", ".")


@register.simple_tag
def product_card(hit: Hit, *, eager: bool = False) -> SafeString:
    """`eager`: the picture is seen at once, so it is not waited for."""
    return _card(hit, get_language() or "", eager)


@lru_cache(maxsize=_KEPT)
def _card(hit: Hit, language: str, eager: bool) -> SafeString:
    card = get_template("components/product_card.html").render({"hit": hit, "eager": eager})
    return mark_safe(card)
