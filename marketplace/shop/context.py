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
        # Asked for under `user.is_authenticated` only.
        "unread_count": cache(lambda: notices.count_unread(request.user)),
    }
