from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema


class FieldProblem(Schema):
    field: str = Field(description=_("Nơi sai, ví dụ query.page_size hay body.quantity."))
    code: str
    message: str = Field(description=_("Một câu cho người đọc."))


class Problem(Schema):
    type: str
    title: str
    status: int
    detail: str
    code: str = Field(description=_("Mã lỗi cố định, dành cho chương trình."))
    errors: list[FieldProblem] = Field(description=_("Từng mục sai; rỗng khi lỗi không thuộc một mục nào."))


def answers(success: Mapping[int, Any], *problems: int) -> dict[int, Any]:
    """Ninja's `response`: what is answered when all goes well, and the refusals that this address knows."""
    return {**success, **dict.fromkeys((*problems, 422, 429), Problem)}
