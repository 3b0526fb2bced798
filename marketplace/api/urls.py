from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path, re_path

from marketplace.api import docs, schema
from marketplace.api.api import api
from marketplace.api.edge import edged
from marketplace.api.errors import problem


def _nothing_here(request: HttpRequest, rest: str) -> HttpResponse:
    return problem(404)


urlpatterns: list[URLPattern | URLResolver] = [
    edged(path("openapi.json", schema.serve, name="schema")),
    path("docs", docs.show, name="api-docs"),
    *(edged(pattern) for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name != "api-root"),
    edged(re_path(r"^(?P<rest>(?s:.*))$", _nothing_here)),
]
