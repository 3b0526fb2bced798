"""A small shelf of the cast's goods, for the tests of search: Lan's tea, Hùng's cooperative, Minh's honey."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from catalog.models import Category, Certificate, Product
from marketplace.kernel import times
from sellers.models import Seller, SellerKind, StockRecord
from tests.support.goods import make_product, make_seller

ALL_YEAR = times.ALL_YEAR
AUTUMN = sum(times.month_bit(month) for month in (9, 10, 11))


@dataclass(frozen=True)
class Shelf:
    lan: Seller
    coop: Seller
    minh: Seller
    hook_tea: Product
    bud_tea: Product
    lotus_tea: Product
    rice: Product
    honey: Product
    pomelo: Product


def make_shelf() -> Shelf:
    tea = _category("Chè – Trà", "Tea")
    green = _category("Chè xanh", "Green tea", tea)
    scented = _category("Trà ướp hương", "Scented tea", tea)
    rice = _category("Gạo – Ngũ cốc", "Rice & grains")
    bees = _category("Mật ong", "Honey")
    fruit = _category("Trái cây", "Fruit")
    lan = make_seller("Nương chè nhà Lan", commune_code="05503")
    coop = make_seller("HTX nông sản Phú Lương", kind=SellerKind.COOPERATIVE, commune_code="05611")
    minh = make_seller("Trại ong nhà Minh", commune_code="05725")
    shelf = Shelf(
        lan=lan,
        coop=coop,
        minh=minh,
        hook_tea=_sold(lan, "Chè Tân Cương móc câu", green, 250_000, title_en="Tan Cuong hook tea", sold_count=40),
        bud_tea=_sold(lan, "Chè Tân Cương nõn tôm", green, 500_000, title_en="Tan Cuong shrimp-bud tea", stock=0),
        lotus_tea=_sold(coop, "Trà sen Thái Nguyên", scented, 150_000, origin_commune="05611", is_gift_set=True),
        rice=_sold(
            coop, "Gạo nếp vải Phú Lương", rice, 3_500, stock=400, sale_unit="KG", content_amount=1000,
            step_thousandths=100, origin_commune="05611", synonyms="nếp vải; sticky rice",
        ),
        honey=_sold(minh, "Mật ong hoa rừng Thần Sa", bees, 300_000, content_unit="ML", sale_unit="BOTTLE",
                    origin_commune="05725"),
        pomelo=_sold(minh, "Bưởi Tràng Xá", fruit, 25_000, sale_unit="FRUIT", content_amount=None, content_unit="",
                     season_months=AUTUMN, origin_commune="05746"),
    )  # fmt: skip
    certify(shelf.hook_tea, "OCOP", stars=5, expires_on=date(2099, 12, 31))
    certify(shelf.lotus_tea, "OCOP", stars=4)
    certify(shelf.pomelo, "VIETGAP", expires_on=date(2020, 1, 1))
    certify(shelf.rice, "VIETGAP")
    return shelf


def certify(product: Product, kind: str, *, stars: int | None = None, **fields: Any) -> Certificate:
    return Certificate.objects.create(product=product, kind=kind, stars=stars, is_checked=True, **fields)


def make_pack(parent: Product, content_amount: int, *, price: int, stock: int = 10) -> Product:
    pack = Product.objects.create(
        structure="child", parent=parent, seller=parent.seller, title="", sale_unit=parent.sale_unit,
        content_amount=content_amount, content_unit="G", slug=f"{parent.slug}-{content_amount}",
    )  # fmt: skip
    StockRecord.objects.create(
        product=pack, partner=parent.seller, partner_sku=f"P{pack.pk}", price_currency="VND", price=Decimal(price),
        num_in_stock=stock,
    )  # fmt: skip
    return pack


def _category(name: str, name_en: str, parent: Category | None = None) -> Category:
    if parent is None:
        return Category.add_root(name=name, name_en=name_en)
    parent.refresh_from_db()
    return parent.add_child(name=name, name_en=name_en)


def _sold(seller: Seller, title: str, category: Category, price: int, **fields: Any) -> Product:
    product = make_product(seller, title, price=price, **fields)
    product.categories.add(category)
    return product
