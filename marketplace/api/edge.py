"""What stands around every address of the API: HEAD and OPTIONS, 405, bodies and their limits, ETags, caching."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from marketplace.api.errors import problem

View = Callable[..., HttpResponse]

# No request of the API is larger than a basket of two hundred lines.
MAX_BODY_BYTES = 64 * 1024


def edged(pattern: URLPattern) -> URLPattern:
    """The same address with all that stands around it; `get_basket` becomes the name `api-get-basket`."""
    name = f"api-{pattern.name}".replace("_", "-") if pattern.name else None
    return URLPattern(pattern.pattern, _edge(pattern.callback), pattern.default_args, name)


def _edge(view: View) -> View:
    # The API authenticates no write by a cookie, so there is nothing that another site could forge.
    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        refusal = _refuse_body(request)
        if refusal is not None:
            return refusal
        asked = request.method
        if asked == "HEAD":
            request.method = "GET"
        response = view(request, *args, **kwargs)
        if response.status_code == 405:
            return _not_allowed(asked, response)
        return _finish(request, response, asked)

    return answer


def _refuse_body(request: HttpRequest) -> HttpResponse | None:
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return problem(400)
    return problem(413) if length > MAX_BODY_BYTES else None


def _not_allowed(asked: str | None, response: HttpResponse) -> HttpResponse:
    allowed = {method.strip() for method in response.get("Allow", "").split(",")} | {"OPTIONS"}
    if "GET" in allowed:
        allowed.add("HEAD")
    answer = problem(405)
    if asked == "OPTIONS":
        answer = HttpResponse(status=204)
        del answer["Content-Type"]
    answer["Allow"] = ", ".join(sorted(allowed))
    return answer


def _finish(request: HttpRequest, response: HttpResponse, asked: str | None) -> HttpResponse:
    patch_vary_headers(response, ["Accept-Language"])
    if not response.has_header("Cache-Control"):
        response["Cache-Control"] = "no-store"
    if request.method == "GET" and response.status_code == 200 and response["Cache-Control"] != "no-store":
        # Weak: a proxy may compress the same content.
        etag = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response["ETag"] = etag
        response = get_conditional_response(request, etag=etag, response=response) or response
    if asked == "HEAD":
        response["Content-Length"] = str(len(response.content))
        response.content = b""
    return response
