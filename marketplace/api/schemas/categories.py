from __future__ import annotations

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema


class CategoryItem(Schema):
    path: str = Field(description=_("Dùng cho tham số category."))
    parent: str | None
    depth: int
    name: str
    name_en: str
    url: str


class CategoryList(Schema):
    results: list[CategoryItem]
