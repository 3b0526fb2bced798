from __future__ import annotations

from typing import Annotated

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema
from pydantic import ConfigDict

from marketplace.api.parameters import Id
from marketplace.shop.basket.domain import MAX_STEPS

Steps = Annotated[int, Field(ge=1, le=MAX_STEPS, strict=True, description=_("Số bước mua (step_thousandths)."))]


class NewLine(Schema):
    model_config = ConfigDict(extra="forbid")

    product_id: Annotated[
        Id, Field(strict=True, description=_("Sản phẩm, hoặc cỡ gói (packs) nếu sản phẩm có nhiều cỡ."))
    ]
    quantity: Steps


class ChangedLine(Schema):
    model_config = ConfigDict(extra="forbid")

    quantity: Steps


class LineProblem(Schema):
    code: str
    message: str
    available: int = Field(description=_("Số bước còn mua được."))
    is_blocking: bool = Field(description=_("Chưa đặt hàng được khi còn lỗi này."))


class BasketLine(Schema):
    id: int
    product_id: int
    title: str
    url: str
    quantity: int = Field(description=_("Số bước mua."))
    quantity_label: str
    pack_label: str
    step_thousandths: int
    unit_price: int = Field(description=_("Giá hôm nay của một đơn vị bán, đồng."))
    amount: int
    discount: int
    problems: list[LineProblem]


class BasketSeller(Schema):
    slug: str
    name: str
    amount: int = Field(description=_("Tiền hàng của nhà vườn này sau giảm giá."))
    lines: list[BasketLine]


class BasketDetail(Schema):
    token: str
    sellers: list[BasketSeller]
    lines_count: int
    goods_amount: int
    discount_amount: int
    total_amount: int = Field(description=_("Tiền hàng sau giảm giá, chưa gồm phí giao."))
    is_orderable: bool
    is_age_restricted: bool = Field(description=_("Có hàng chỉ bán cho người từ 18 tuổi."))
