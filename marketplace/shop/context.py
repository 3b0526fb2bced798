"""What every storefront page shows around its content."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest

from marketplace.shop.basket import session
from marketplace.shop.customer import notices


def storefront(request: HttpRequest) -> dict[str, Any]:
    """Nothing is read before a template asks for it, and then once."""
    return {
        "basket_count": cache(lambda: session.count_lines(request)),
        "unread_count": cache(lambda: _count_unread(request)),
    }


def _count_unread(request: HttpRequest) -> int:
    return notices.count_unread(request.user) if request.user.is_authenticated else 0
