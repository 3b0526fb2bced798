from __future__ import annotations

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema
from pydantic import ConfigDict

from catalog.models import CertificateKind
from catalog.search.contract import Sort
from marketplace.api.parameters import Amount, CategoryPath, CommuneCode, Flag, Slug, Words


class ProductFilters(Schema):
    """Several values of one parameter widen (or), different parameters narrow (and)."""

    model_config = ConfigDict(extra="ignore")

    q: Words = Field("", description=_("Từ cần tìm, có dấu hay không dấu đều được."))
    category: CategoryPath = Field("", description=_("Đường dẫn nhóm hàng, gồm cả các nhóm con."))
    commune: list[CommuneCode] = Field([], max_length=92, description=_("Mã xã, phường (5 chữ số)."))
    seller: list[Slug] = Field([], max_length=50, description=_("Đường dẫn nhà vườn."))
    ocop: list[int] = Field([], max_length=3, description=_("Số sao OCOP: 3, 4, 5."))
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


class ProductList(Schema):
    results: list[ProductItem]
    total: int
    facets: dict[str, list[FacetChoice]] = Field(description=_("Mỗi bộ lọc đếm như khi chưa chọn gì trong chính nó."))
    did_you_mean: str | None
    understood: list[Understood] = Field(description=_("Những gì đọc được từ câu tìm và đã thành bộ lọc."))
    next_cursor: str | None = Field(description=_("Gửi lại trong cursor để lấy trang sau; null khi đã hết."))
