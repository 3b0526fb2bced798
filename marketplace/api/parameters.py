"""Types of what callers send, written so that the OpenAPI document says exactly what is taken."""

from __future__ import annotations

import json
from typing import Annotated, Any, cast

from django.http import HttpRequest
from ninja.parser import Parser
from ninja.types import DictStrAny
from pydantic import BeforeValidator, Field, StringConstraints

from marketplace.api.errors import ApiError

MAX_ID = 2**63 - 1
# No control characters; surrogates never pass because pydantic reads UTF-8.
LINE_PATTERN = r"^[^\x00-\x1f\x7f]*$"
NOTE_PATTERN = r"^[^\x00-\x09\x0b-\x1f\x7f]*$"
SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_MAX_DEPTH = 20


def _true_or_false(value: object) -> object:
    # "1", "on" and "yes" would pass pydantic, and the document says boolean.
    return {"true": True, "false": False}.get(value, "neither") if isinstance(value, str) else value


Id = Annotated[int, Field(ge=1, le=MAX_ID)]
Flag = Annotated[bool, BeforeValidator(_true_or_false)]
Words = Annotated[str, StringConstraints(max_length=200, pattern=LINE_PATTERN)]
Slug = Annotated[str, StringConstraints(min_length=1, max_length=140, pattern=SLUG_PATTERN)]
CategoryPath = Annotated[str, StringConstraints(max_length=255, pattern=r"^[a-z0-9-]*(/[a-z0-9-]+)*$")]
CommuneCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")]
Amount = Annotated[int, Field(ge=0, le=10**12)]


class BodyParser(Parser):
    """JSON as RFC 8259 has it: no NaN, no number that Python alone can hold, no nesting without end."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        if request.content_type != "application/json":
            raise ApiError(415)
        try:
            data = json.loads(request.body.decode("utf-8"), parse_constant=_refuse_constant)
        except (ValueError, RecursionError):
            raise ApiError(400) from None
        if _depth(data) > _MAX_DEPTH:
            raise ApiError(400)
        return cast(DictStrAny, data)


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


def _depth(data: object) -> int:
    depth, level = 0, [data]
    while level:
        depth += 1
        level = [
            child
            for item in level
            for child in (item.values() if isinstance(item, dict) else item if isinstance(item, list) else ())
        ]
    return depth
