from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings

from catalog.domain import photos


def picture_url(key: str) -> str | None:
    """The widest JPEG, as a full address; None without a photo."""
    return urljoin(settings.SITE_URL, photos.sources(key).fallback) if key else None
