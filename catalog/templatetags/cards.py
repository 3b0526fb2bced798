"""`{% product_card hit %}`: the card of a hit. A hit is a frozen value, so its card is drawn once and kept."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from catalog.search.contract import Hit

register = template.Library()

# About 2 kB each.
_KEPT = 4000


@register.simple_tag
def product_card(hit: Hit, *, eager: bool = False) -> SafeString:
    """`eager`: the picture is seen at once, so it is not waited for."""
    return _card(hit, get_language() or "", eager)


@lru_cache(maxsize=_KEPT)
def _card(hit: Hit, language: str, eager: bool) -> SafeString:
    card = get_template("components/product_card.html").render({"hit": hit, "eager": eager})
    return mark_safe(card)
