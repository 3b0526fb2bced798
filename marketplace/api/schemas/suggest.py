from __future__ import annotations

from typing import Literal

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema


class SuggestionItem(Schema):
    kind: Literal["product", "category", "seller"]
    text: str
    key: str = Field(description=_("Mã sản phẩm, đường dẫn nhóm hàng hoặc đường dẫn nhà vườn."))
    url: str


class SuggestionList(Schema):
    results: list[SuggestionItem]
