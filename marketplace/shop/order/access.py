"""Who may see an order: the account it belongs to, and the browser that ordered or tracked it. Others get a 404, the
same as for an order that does not exist."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from marketplace.shop.order.queries import find_order

_KEY = "orders"
_MOST = 20


def allow(request: HttpRequest, order: Any) -> None:
    """Remember in this browser's session that it may see the order."""
    known = [reference for reference in request.session.get(_KEY, []) if reference != order.number]
    request.session[_KEY] = [*known, order.number][-_MOST:]


def get_visible_order(request: HttpRequest, reference: str) -> Any:
    """Raises Http404."""
    order = find_order(reference)
    if order is None or not _may_see(request, order):
        raise Http404
    return order


def _may_see(request: HttpRequest, order: Any) -> bool:
    if order.user_id is not None and order.user_id == request.user.pk:
        return True
    return order.number in request.session.get(_KEY, [])
