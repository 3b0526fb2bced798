"""The real products of the demo's data as a catalogue, and the judged sets of queries over it."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.conf import settings

from catalog.models import Category, Certificate, Product, ProductCategory, ProductClass
from marketplace.kernel import times
from marketplace.kernel.text import slugify
from sellers.models import StockRecord
from tests.support.goods import make_seller

PRODUCTS = settings.ROOT / "marketplace" / "demo" / "data" / "products.csv"
_DATA = Path(__file__).parents[1] / "data"
_CODE = re.compile(r"\((\d{5})\)")
_FORMER = re.compile(r"trước 7/2025: ([^,\]]+)(?:, ([^\]]+))?\]")
_CONTENT = re.compile(r"(\d+)\s*(g|ml|túi|quả)\b")


@dataclass(frozen=True)
class JudgedQuery:
    query: str
    expected: str
    kind: str


def judged_queries(filename: str) -> list[JudgedQuery]:
    with (_DATA / filename).open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return [JudgedQuery(row["query"], row["expected_product_or_category"], row["kind"]) for row in rows]


def load_products() -> None:
    """The 199 products of one seller, with their categories, seasons, places and certificates."""
    seller = make_seller("Chợ nông sản Thái Nguyên", slug="cho-nong-san")
    product_class = ProductClass.objects.get_or_create(slug="nong-san", defaults={"name": "Nông sản"})[0]
    categories: dict[str, Category] = {}
    with PRODUCTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    products = Product.objects.bulk_create(_product(row, seller, product_class) for row in rows)
    StockRecord.objects.bulk_create(
        StockRecord(
            product=product, partner=seller, partner_sku=f"SP{product.pk}", price_currency="VND",
            price=Decimal(row["price_min_vnd"]), num_in_stock=100,
        )
        for product, row in zip(products, rows, strict=True)
    )  # fmt: skip
    ProductCategory.objects.bulk_create(
        ProductCategory(
            product=product, category=_category(row["category_path_vi"], row["category_path_en"], categories)
        )
        for product, row in zip(products, rows, strict=True)
    )
    Certificate.objects.bulk_create(
        Certificate(product=product, kind="OCOP", stars=int(row["ocop_stars"]), is_checked=True)
        for product, row in zip(products, rows, strict=True)
        if row["ocop_stars"]
    )


def category_path(path_vi: str) -> str:
    return "/".join(slugify(name) for name in path_vi.split(" > "))


def _product(row: dict[str, str], seller: object, product_class: ProductClass) -> Product:
    area, content = row["area"], _CONTENT.search(row["unit"])
    code, former = _CODE.search(area), _FORMER.search(area)
    months = range(1, 13) if row["season_months"] == "all" else map(int, row["season_months"].split(";"))
    unit = {"g": "G", "ml": "ML"}.get(content[2], "COUNT") if content else ("G" if row["unit"] == "kg" else "")
    amount = int(content[1]) if content else (1000 if row["unit"] == "kg" else None)
    return Product(
        seller=seller,
        product_class=product_class,
        structure="standalone",
        title=row["name_vi"],
        title_en=row["name_en"],
        slug=slugify(row["name_vi"]),
        synonyms=row["synonyms"],
        sale_unit="KG" if row["unit"] == "kg" else "PACK",
        content_amount=amount,
        content_unit=unit,
        season_months=sum(times.month_bit(month) for month in months),
        origin_commune=code[1] if code else "",
        origin_place=former[1] if former else "",
        former_district="" if code or "(cũ)" not in area else area.split("(cũ)")[0].strip(),
        is_public=True,
    )


def _category(path_vi: str, path_en: str, known: dict[str, Category]) -> Category:
    if path_vi not in known:
        parent_vi, _, name = path_vi.rpartition(" > ")
        parent_en, _, name_en = path_en.rpartition(" > ")
        fields = {"name": name, "name_en": name_en, "slug": slugify(name)}
        if parent_vi:
            parent = _category(parent_vi, parent_en, known)
            parent.refresh_from_db()
            known[path_vi] = parent.add_child(**fields)
        else:
            known[path_vi] = Category.add_root(**fields)
    return known[path_vi]
