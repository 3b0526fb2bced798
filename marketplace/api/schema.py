"""The OpenAPI 3.1 document: ninja's, with what ninja does not know (problem+json, headers, the reader's language)."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext

from marketplace.api.api import Renderer, api
from marketplace.api.caching import PUBLIC
from marketplace.api.errors import CONTENT_TYPE

PREFIX = "/api/v1/"
_TEXTS = {"description", "summary"}


def serve(request: HttpRequest) -> HttpResponse:
    content = Renderer().render(request, document(get_language() or "vi"), response_status=200)
    response = HttpResponse(content, content_type="application/json")
    response["Cache-Control"] = PUBLIC
    return response


@cache
def document(language: str) -> dict[str, Any]:
    """In the language that is active now, which is the one named."""
    made: dict[str, Any] = _translated(dict(api.get_openapi_schema(path_prefix=PREFIX)))
    made["jsonSchemaDialect"] = "https://json-schema.org/draft/2020-12/schema"
    made.pop("servers", None)
    for operations in made["paths"].values():
        for operation in operations.values():
            operation["responses"] = {
                str(status): _answer(int(status), answer) for status, answer in operation["responses"].items()
            }
    _drop_unused(made)
    return made


def _drop_unused(made: dict[str, Any]) -> None:
    """Groups of parameters are no objects that anybody sends."""
    shapes = made["components"]["schemas"]
    text = json.dumps(made)
    for name in [name for name in shapes if f'"#/components/schemas/{name}"' not in text]:
        del shapes[name]


def _answer(status: int, answer: dict[str, Any]) -> dict[str, Any]:
    content = answer.get("content", {})
    body = content.get("application/json", {}).get("schema", {})
    if body.get("$ref", "").endswith("/Problem"):
        content = {CONTENT_TYPE: content["application/json"]}
    headers = {"Retry-After": {"schema": {"type": "string"}}} if status == 429 else {}
    return {**answer, **({"content": content} if content else {}), **({"headers": headers} if headers else {})}


def _translated(node: Any) -> Any:
    if isinstance(node, dict):
        return {
            key: gettext(value) if key in _TEXTS and isinstance(value, str) and value else _translated(value)
            for key, value in node.items()
        }
    if isinstance(node, list):
        return [_translated(item) for item in node]
    return node
