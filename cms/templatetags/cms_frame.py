"""What a page draws from the content around it: `{% load cms_frame %}`."""

from __future__ import annotations

from django import template

from cms.domain.window import category_pictures
from cms.queries import Frame, get_frame

register = template.Library()


@register.simple_tag
def site_frame() -> Frame:
    return get_frame()


@register.simple_tag
def category_picture(path: str) -> str:
    """The key of a photo of something from the category, or ""."""
    return category_pictures().get(path, "")
