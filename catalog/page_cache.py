"""Whole pages kept for a few seconds for visitors of whom the server knows nothing.

A page is kept only when its view says that it is the same for all of them (`same_for_visitors`), and is given only to
a request that could not have changed it: GET, no session, no basket, no message, no header that identifies. What
sets a cookie is never kept, so nothing that holds a CSRF token is. Each process keeps its own few hundred pages.
"""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, quote_etag

from marketplace import language

_PAGES = 400
_QUERY_MAX = 300
# Cookies that change nothing on a page without a form: the language stands in the key.
_HARMLESS_COOKIES = {settings.LANGUAGE_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
# A request that carries one of these asks for something else than the page.
_TELLING_HEADERS = ("HTTP_AUTHORIZATION", "HTTP_HX_REQUEST", "HTTP_RANGE")
# What a listing understands; anything else (campaigns, clicks, nonsense) is answered afresh and not kept.
_PARAMETERS = frozenset(
    {
        *("q", "nhom", "ocop", "chung-nhan", "xa", "huyen", "nha-vuon", "sao", "dang-mua", "con-hang"),
        *("gia-tu", "gia-den", "bo-qua", "xep", "trang", "loai"),
    }
)
_VARY = {"accept-encoding", "cookie"}
_MARK = "_is_same_for_visitors"
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class _Kept:
    until: float
    content: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str


def same_for_visitors(view: View) -> View:
    """Mark what a view answers: but for the language, every visitor without a session and a basket sees the same."""

    @wraps(view)
    def marked(*args: Any, **kwargs: Any) -> HttpResponse:
        return mark(view(*args, **kwargs))

    return marked


def mark(response: HttpResponse) -> HttpResponse:
    if not getattr(response, "is_rendered", True):
        response.render()  # type: ignore[attr-defined]  # a TemplateResponse, as Wagtail's pages are
    # Of the words themselves: compression pads at random, and makes this a weak one.
    response.headers["ETag"] = quote_etag(hashlib.blake2b(response.content, digest_size=12).hexdigest())
    setattr(response, _MARK, True)
    return response


class PageCacheMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response
        self._pages: OrderedDict[tuple[str, ...], _Kept] = OrderedDict()
        self._lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.PAGE_CACHE_SECONDS or not _may_share(request):
            return self._get_response(request)
        key = _key(request)
        kept = self._find(key)
        if kept is None:
            response = self._get_response(request)
            if not _may_keep(response):
                return response
            kept = self._keep(key, response)
        return _answer(request, kept)

    def _find(self, key: tuple[str, ...]) -> _Kept | None:
        kept = self._pages.get(key)
        return kept if kept and kept.until > time.monotonic() else None

    def _keep(self, key: tuple[str, ...], response: HttpResponse) -> _Kept:
        patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
        # Kept by the browser too, but asked for again each time: after a sign-in the page is another one.
        response.headers["Cache-Control"] = "private, no-cache"
        until = time.monotonic() + settings.PAGE_CACHE_SECONDS
        kept = _Kept(until, response.content, tuple(response.headers.items()), _strong(response.headers["ETag"]))
        with self._lock:
            self._pages[key] = kept
            self._pages.move_to_end(key)
            while len(self._pages) > _PAGES:
                self._pages.popitem(last=False)
        return kept


def _may_share(request: HttpRequest) -> bool:
    return (
        request.method == "GET"
        and request.COOKIES.keys() <= _HARMLESS_COOKIES
        and not any(header in request.META for header in _TELLING_HEADERS)
        and len(request.META.get("QUERY_STRING", "")) <= _QUERY_MAX
        and request.GET.keys() <= _PARAMETERS
    )


def _may_keep(response: HttpResponse) -> bool:
    vary = {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}
    return (
        getattr(response, _MARK, False)
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not response.has_header("Cache-Control")
        and vary <= _VARY
    )


def _key(request: HttpRequest) -> tuple[str, ...]:
    encoding = "gzip" if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "") else ""
    # Not get_host(): a host that is not allowed must be refused by the view, and its refusal is never kept.
    host = request.META.get("HTTP_HOST", "")
    query = request.META.get("QUERY_STRING", "")
    return (request.scheme or "", host, request.path, query, language.of_reader(request), encoding)


def _answer(request: HttpRequest, kept: _Kept) -> HttpResponse:
    is_known = kept.etag in map(_strong, parse_etags(request.META.get("HTTP_IF_NONE_MATCH", "")))
    response = HttpResponseNotModified() if is_known else HttpResponse(kept.content)
    for name, value in kept.headers:
        if not is_known or name.lower() not in ("content-length", "content-type", "content-encoding"):
            response.headers[name] = value
    return response


def _strong(etag: str) -> str:
    return etag.removeprefix("W/")
