"""Amounts as they are written in Vietnam: `{% load money %}`."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from marketplace.kernel import money

register = template.Library()


@register.filter
def dong(amount: int | None) -> str:
    """`1.050.000 ₫`; empty for None."""
    return "" if amount is None else money.written(int(amount))


@register.filter
def dong_per(amount: int, per: str) -> str:
    """`1.050.000 ₫/kg`; `per` is "kg" or "l"."""
    return f"{money.written(amount)}/{_('lít') if per == 'l' else per}"
