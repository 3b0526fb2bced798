"""Which language a reader gets: Vietnamese unless they chose otherwise.

A phone sold with English menus is no choice, so a browser's Accept-Language does not count on pages; a program that
calls the API has no other way to choose, so there it does.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

_CODES = {code for code, _name in settings.LANGUAGES}


def of_reader(request: HttpRequest) -> str:
    if request.path_info.startswith("/api/"):
        return translation.get_language_from_request(request)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in _CODES else settings.LANGUAGE_CODE


class LanguageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = of_reader(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self._get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language())
        return response
