from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from marketplace.shop.basket import session


class BasketMiddleware:
    """Instead of Oscar's, which loads the basket with its offers on every page: here nothing is read until asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.basket = SimpleLazyObject(lambda: session.current(request))  # type: ignore[attr-defined]
        response = self.get_response(request)
        session.write_cookie(request, response)
        return response
