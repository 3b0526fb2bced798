"""`{% photo key "(min-width: 60em) 25vw, 50vw" alt=product.title %}`: a responsive picture with its size told ahead."""

from __future__ import annotations

from typing import Any

from django import template

from catalog.domain import photos

register = template.Library()


@register.inclusion_tag("catalog/photo.html")
def photo(key: str, sizes: str = "100vw", alt: str = "", eager: bool = False) -> dict[str, Any]:
    """`eager` is for the one picture that is seen first; every other waits until it comes near the screen.

    An empty key draws nothing; an unknown form of key is an error of ours and raises NotAPhotoKey.
    """
    return {"sources": photos.sources(key) if key else None, "sizes": sizes, "alt": alt, "eager": eager}


@register.simple_tag
def photo_address(key: str) -> str:
    """The widest JPEG, for feeds, mails and Open Graph; empty without a photo."""
    return photos.sources(key).fallback if key else ""
