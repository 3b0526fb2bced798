from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from marketplace.kernel import phones, places

register = template.Library()

# The first word found names the thing; the order matters, since Chrome also says Safari and Edge also says Chrome.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("coc_coc", "Cốc Cốc"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@register.filter
def masked_phone(number: str | None) -> str:
    return phones.masked(number) if number else ""


@register.filter
def written_phone(number: str | None) -> str:
    return phones.as_written(number) if number else ""


@register.filter
def province_name(code: str) -> str:
    return places.provinces().get(code, code)


@register.filter
def device_name(user_agent: str) -> str:
    """`Chrome, Android` for what a browser says of itself."""
    found = [next((name for mark, name in marks if mark in user_agent), "") for marks in (_BROWSERS, _SYSTEMS)]
    return ", ".join(filter(None, found)) or _("Trình duyệt không rõ")
