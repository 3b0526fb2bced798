from __future__ import annotations

from datetime import date

from ninja import Schema


class SellerItem(Schema):
    slug: str
    url: str
    name: str
    kind: str
    kind_label: str
    commune_code: str
    commune_name: str


class SellerDetail(SellerItem):
    about: str
    photo_url: str | None
    joined_on: date | None
    dispatch_days: int
    rating: float | None
    products_count: int


class SellerList(Schema):
    results: list[SellerItem]
    next_cursor: str | None
