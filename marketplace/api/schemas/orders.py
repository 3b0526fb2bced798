from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema

from marketplace.api.schemas.checkouts import ChargeOut


class OrderLine(Schema):
    product_id: int
    title: str
    quantity: int
    quantity_label: str
    pack_label: str
    unit_price: int
    amount: int = Field(description=_("Sau giảm giá."))


class OrderPart(Schema):
    reference: str
    seller_name: str
    state: str
    state_label: str
    goods_amount: int
    discount_amount: int
    delivery_amount: int
    delivery_name: str
    promised_from_on: date | None
    promised_until_on: date | None
    carrier: str
    tracking_code: str
    lines: list[OrderLine]


class OrderDetail(Schema):
    reference: str
    placed_at: datetime
    goods_amount: int
    discount_amount: int
    delivery_amount: int
    total_amount: int
    is_waiting_for_payment: bool
    is_cancelled: bool
    charge: ChargeOut | None
    parts: list[OrderPart]
