from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema
from pydantic import ConfigDict, StringConstraints

from marketplace.api.parameters import LINE_PATTERN, NOTE_PATTERN, Amount, CommuneCode, Slug
from marketplace.api.tokens import Token
from marketplace.kernel import places
from payments.gateways.registry import KNOWN


def _line(longest: int, shortest: int = 0) -> StringConstraints:
    return StringConstraints(min_length=shortest, max_length=longest, pattern=LINE_PATTERN)


ProvinceCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")]
EmailText = Annotated[str, StringConstraints(max_length=254, pattern=r"^([^@\x00-\x20\x7f]+@[^@\x00-\x20\x7f]+)?$")]
Strict = ConfigDict(extra="forbid")


class ContactIn(Schema):
    model_config = Strict

    name: Annotated[str, _line(120, 1)]
    phone: Annotated[str, _line(30, 8)] = Field(description=_("Số điện thoại, viết như mọi khi: 0912 345 678."))
    email: EmailText = ""


class AddressIn(Schema):
    model_config = Strict

    line: Annotated[str, _line(200, 1)] = Field(description=_("Số nhà, xóm, đường."))
    province_code: ProvinceCode = Field(places.PROVINCE_CODE, description=_("Mã tỉnh; 19 là Thái Nguyên."))
    commune_code: CommuneCode | Literal[""] = Field(
        "", description=_("Trong tỉnh Thái Nguyên: một trong 92 mã của /communes.")
    )
    commune_name: Annotated[str, _line(120)] = Field("", description=_("Ngoài tỉnh: tên xã, phường."))


class DeliveryIn(Schema):
    model_config = Strict

    seller: Slug
    code: Slug = Field(description=_("Một cách giao của /baskets/{token}/deliveries."))
    note: Annotated[str, StringConstraints(max_length=500, pattern=NOTE_PATTERN)] = ""


class InvoiceIn(Schema):
    model_config = Strict

    name: Annotated[str, _line(200, 1)]
    tax_code: Annotated[str, StringConstraints(pattern=r"^([0-9]{10}(-[0-9]{3})?|[0-9]{12,13})?$")] = ""
    address: Annotated[str, _line(300)] = ""
    email: EmailText = ""


class CheckoutIn(Schema):
    model_config = Strict

    basket: Token = Field(description=_("Mã giỏ hàng."))
    contact: ContactIn
    address: AddressIn
    deliveries: list[DeliveryIn] = Field(
        [], max_length=60, description=_("Nhà vườn không nêu ở đây được giao theo cách đầu tiên có thể.")
    )
    payment_method: Literal[tuple(KNOWN)]  # type: ignore[valid-type]  # the names are data of the registry
    expected_total: Amount | None = Field(
        None, strict=True, description=_("Tổng đã cho người mua xem; khác đi thì không đặt.")
    )
    is_adult: bool = Field(False, strict=True, description=_("Người mua xác nhận đủ 18 tuổi (giỏ có rượu)."))
    invoice: InvoiceIn | None = None


class PlaceIn(Schema):
    province_code: ProvinceCode = Field(places.PROVINCE_CODE, description=_("Mã tỉnh; 19 là Thái Nguyên."))
    commune_code: CommuneCode | None = Field(None, description=_("Trong tỉnh: một trong 92 mã của /communes."))


class NextStepOut(Schema):
    url: str = Field(description=_("Nơi người mua trả tiền; rỗng khi chưa phải trả gì."))


class ChargeOut(Schema):
    reference: str
    method: str
    state: str
    state_label: str
    amount: int
    expires_at: datetime | None


class PlacedOut(Schema):
    reference: str
    url: str
    total_amount: int
    charge: ChargeOut | None
    next_step: NextStepOut


class DeliveryOfferOut(Schema):
    code: str
    name: str
    fee: int
    promised_from_on: date
    promised_until_on: date
    is_cold_chain: bool
    is_pickup: bool
    pickup_address: str
    is_chosen: bool


class SellerDeliveriesOut(Schema):
    seller: str
    name: str
    offers: list[DeliveryOfferOut] = Field(description=_("Rỗng: nhà vườn không giao được đến đó."))


class DeliveriesOut(Schema):
    sellers: list[SellerDeliveriesOut]
    delivery_discount: int
    delivery_amount: int = Field(description=_("Phí giao sau giảm giá, theo các cách được chọn."))
    total_amount: int = Field(description=_("Gửi số này trong expected_total khi đặt hàng."))
    payment_methods: list[str]
