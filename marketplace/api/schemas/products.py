from __future__ import annotations

from datetime import date
from typing import Annotated

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema

from catalog.models import CertificateKind
from catalog.search.contract import Facet, Sort
from marketplace.api.parameters import Amount, CategoryPath, CommuneCode, Flag, Slug, Words

OcopStars = Annotated[int, Field(ge=3, le=5)]


class ProductFilters(Schema):
    """Several values of one parameter widen (or), different parameters narrow (and)."""

    q: Words = Field("", description=_("Từ cần tìm, có dấu hay không dấu đều được."))
    category: CategoryPath = Field("", description=_("Đường dẫn nhóm hàng, gồm cả các nhóm con."))
    commune: list[CommuneCode] = Field([], max_length=92, description=_("Mã xã, phường (5 chữ số)."))
    seller: list[Slug] = Field([], max_length=50, description=_("Đường dẫn nhà vườn."))
    ocop: list[OcopStars] = Field([], max_length=3, description=_("Số sao OCOP: 3, 4, 5."))
    certificate: list[CertificateKind] = Field([], max_length=10, description=_("Loại chứng nhận."))
    price_min: Amount | None = Field(None, description=_("Giá thấp nhất, đồng."))
    price_max: Amount | None = Field(None, description=_("Giá cao nhất, đồng."))
    in_season: Flag = Field(False, description=_("Chỉ hàng đang vào mùa."))
    in_stock: Flag = Field(False, description=_("Chỉ hàng còn trong kho."))
    near: CommuneCode | None = Field(None, description=_("Mã xã để xếp theo khoảng cách (sort=near)."))
    sort: Sort = Field(Sort.RELEVANCE, description=_("Cách sắp xếp."))


class ProductItem(Schema):
    id: int
    slug: str
    url: str
    title: str
    title_en: str
    price: int = Field(description=_("Giá thấp nhất của một đơn vị bán, đồng."))
    has_packs: bool = Field(description=_("Có nhiều cỡ gói, nên giá là giá thấp nhất."))
    sale_unit: str
    sale_unit_label: str
    content_amount: int | None
    content_unit: str
    unit_price: int = Field(description=_("Giá một cân hoặc một lít, đồng; 0 nếu không tính được."))
    unit_price_per: str
    step_thousandths: int = Field(
        description=_("Bước mua, phần nghìn đơn vị bán: 100 là 0,1 kg. Số lượng tính bằng bước.")
    )
    commune_code: str
    seller_slug: str
    seller_name: str
    category: str
    ocop_stars: int
    certificates: list[str]
    photo_url: str | None
    is_illustration: bool
    season_months: list[int] = Field(description=_("Các tháng có hàng."))
    in_stock: bool
    is_age_restricted: bool
    is_billed_by_weight: bool
    storage: str
    rating: float
    reviews_count: int


class FacetChoice(Schema):
    value: str
    label: str
    count: int
    is_selected: bool


class Understood(Schema):
    filter: str
    value: str


class Picture(Schema):
    url: str
    caption: str
    is_illustration: bool


class CertificateItem(Schema):
    kind: str
    label: str
    stars: int | None
    number: str
    issuer: str
    expires_on: date | None


class Pack(Schema):
    product_id: int = Field(description=_("Sản phẩm, hoặc một cỡ gói của nó."))
    label: str
    price: int = Field(description=_("Giá một đơn vị bán, đồng."))
    step_price: int = Field(description=_("Giá một bước mua, đồng."))
    step_thousandths: int
    unit_price: int
    unit_price_per: str
    state: str
    state_label: str
    left: int = Field(description=_("Số bước còn mua được."))
    back_on: date | None = Field(description=_("Ngày có lại, với hàng chưa đến mùa."))


class ProductSeller(Schema):
    slug: str
    name: str
    url: str
    commune_code: str


class ProductDetail(Schema):
    id: int
    slug: str
    url: str
    title: str
    title_en: str
    description: str
    seller: ProductSeller
    packs: list[Pack]
    category: str
    certificates: list[CertificateItem]
    pictures: list[Picture]
    sale_unit: str
    season_months: list[int]
    shelf_life_days: int | None
    storage: str
    storage_label: str
    storage_note: str
    commune_code: str
    origin_place: str
    producer_name: str
    label: dict[str, str] = Field(description=_("Nội dung nhãn hàng hoá."))
    is_age_restricted: bool
    is_billed_by_weight: bool
    is_demo: bool = Field(description=_("Hàng mẫu, do máy dựng để xem thử."))
    rating: float | None
    reviews_count: int


class ProductList(Schema):
    results: list[ProductItem]
    total: int
    facets: dict[Facet, list[FacetChoice]] = Field(description=_("Mỗi bộ lọc đếm như khi chưa chọn gì trong chính nó."))
    did_you_mean: str | None
    understood: list[Understood] = Field(description=_("Những gì đọc được từ câu tìm và đã thành bộ lọc."))
    next_cursor: str | None = Field(description=_("Gửi lại trong cursor để lấy trang sau; null khi đã hết."))
