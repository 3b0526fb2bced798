from __future__ import annotations

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema


class CommuneItem(Schema):
    code: str
    name: str
    short_name: str
    name_en: str
    slug: str
    latitude: float
    longitude: float
    former_districts: list[str] = Field(description=_("Các huyện trước ngày 1/7/2025 mà xã này được lập từ đó."))


class CommuneList(Schema):
    codes_version: str = Field(description=_("Danh mục hành chính đang dùng."))
    results: list[CommuneItem]
