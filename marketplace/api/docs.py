"""The readable page of the API, drawn from the OpenAPI document: no viewer, no script, no other host."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext, gettext_noop
from django.views.decorators.http import require_safe

from marketplace.api import schema
from marketplace.api.errors import TITLES

_TAGS = {
    "products": gettext_noop("Sản phẩm"),
    "suggest": gettext_noop("Gợi ý khi gõ"),
    "categories": gettext_noop("Nhóm hàng"),
    "sellers": gettext_noop("Nhà vườn"),
    "communes": gettext_noop("Xã, phường"),
    "baskets": gettext_noop("Giỏ hàng"),
    "checkouts": gettext_noop("Đặt hàng"),
    "orders": gettext_noop("Đơn hàng"),
    "health": gettext_noop("Tình trạng máy chủ"),
}


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    kind: str
    description: str
    is_required: bool
    # "path", "query", "header", or "" for a field of an object.
    place: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    id: str
    method: str
    path: str
    summary: str
    description: str
    fields: list[Field]
    # Names of objects described further down.
    body: str
    answers: list[tuple[str, str]]


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    document = schema.document(get_language() or "vi")
    context = {
        "info": document["info"],
        "groups": _groups(document),
        "shapes": _shapes(document),
        "codes": [(code, status, gettext(title)) for status, (code, title) in TITLES.items()],
    }
    return render(request, "api/docs.html", context)


def _groups(document: dict[str, Any]) -> list[tuple[str, list[Operation]]]:
    groups: dict[str, list[Operation]] = {tag: [] for tag in _TAGS}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            groups[operation["tags"][0]].append(_operation(path, method, operation))
    return [(gettext(_TAGS[tag]), operations) for tag, operations in groups.items() if operations]


def _operation(path: str, method: str, operation: dict[str, Any]) -> Operation:
    body = operation.get("requestBody", {}).get("content", {})
    return Operation(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=operation.get("description", ""),
        fields=[
            Field(
                name=parameter["name"],
                kind=_kind(parameter["schema"]),
                description=parameter.get("description", ""),
                is_required=parameter["required"],
                place=parameter["in"],
            )
            for parameter in operation["parameters"]
        ],
        body=_named(body),
        answers=[(status, _named(answer.get("content", {}))) for status, answer in operation["responses"].items()],
    )


def _shapes(document: dict[str, Any]) -> list[tuple[str, str, list[Field]]]:
    return [
        (name, shape.get("description", ""), _fields(shape))
        for name, shape in sorted(document["components"]["schemas"].items())
        if "properties" in shape
    ]


def _fields(shape: dict[str, Any]) -> list[Field]:
    required = set(shape.get("required", ()))
    return [
        Field(name=name, kind=_kind(field), description=field.get("description", ""), is_required=name in required)
        for name, field in shape["properties"].items()
    ]


def _named(content: dict[str, Any]) -> str:
    return next((_kind(entry["schema"]) for entry in content.values()), "")


def _kind(field: dict[str, Any]) -> str:
    """A JSON schema in a few words: `integer ≥ 1 ≤ 100`, `[string]`, `relevance | newest`."""
    if "$ref" in field:
        return str(field["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in field or "oneOf" in field:
        return " | ".join(_kind(option) for option in field.get("anyOf") or field["oneOf"])
    if "allOf" in field:
        return " ".join(_kind(part) for part in field["allOf"])
    if "enum" in field or "const" in field:
        return " | ".join(str(value) for value in field.get("enum") or [field["const"]])
    if field.get("type") == "array":
        return f"[{_kind(field['items'])}]"
    if isinstance(field.get("additionalProperties"), dict):
        return f"{{…: {_kind(field['additionalProperties'])}}}"
    return " ".join([str(field.get("type", "…")), *_bounds(field)])


def _bounds(field: dict[str, Any]) -> list[str]:
    signs = {"minimum": "≥", "maximum": "≤", "minLength": "≥", "maxLength": "≤"}
    return [f"{sign} {json.dumps(field[key])}" for key, sign in signs.items() if key in field]
