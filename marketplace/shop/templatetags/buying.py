"""`{% load buying %}`: small readings of the checkout's values."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def of_seller(notes: Mapping[int, str], seller_id: int) -> str:
    return notes.get(seller_id, "") if notes else ""
