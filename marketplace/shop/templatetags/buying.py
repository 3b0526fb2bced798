"""`{% load buying %}`: small readings of the checkout's values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from marketplace.kernel import places

register = template.Library()


@register.simple_tag
@cache
def commune_options() -> SafeString:
    """The 92 communes for a datalist; the same in every language."""
    names = ((commune.name,) for commune in places.communes().values())
    return format_html_join("", '<option value="{}"></option>', names)


@register.filter
def of_seller(notes: Mapping[int, str], seller_id: int) -> str:
    return notes.get(seller_id, "") if notes else ""
