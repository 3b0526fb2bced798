"""Sellers and goods of the cast, in few words. Prices are per step, stock counts steps."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import Any

from catalog.models import Product, ProductClass, SaleUnit
from marketplace.accounts.models import User
from marketplace.demo.cast import Person
from marketplace.kernel.text import slugify
from sellers.models import DeliveryKind, DeliveryMethod, Seller, SellerKind, SellerStatus, StockRecord

_numbers = itertools.count(1)


def make_user(person: Person, **fields: Any) -> User:
    return User.objects.create_user(
        person.phone,
        email=person.email or None,
        first_name=person.first_name,
        last_name=person.last_name,
        **fields,
    )


def make_seller(name: str = "Chè Lan Tân Cương", **fields: Any) -> Seller:
    defaults = {
        "slug": slugify(name),
        "kind": SellerKind.HOUSEHOLD,
        "status": SellerStatus.APPROVED,
        "commune_code": "05503",
        "phone": "+84912000001",
        "tax_code": "4600000001",
    }
    seller = Seller.objects.create(name=name, **(defaults | fields))
    make_delivery(seller)
    return seller


def make_delivery(seller: Seller, code: str = "giao-tan-nha", **fields: Any) -> DeliveryMethod:
    defaults = {"name": "Giao tận nhà", "kind": DeliveryKind.FLAT, "fee": 30_000, "days_min": 1, "days_max": 3}
    return DeliveryMethod.objects.create(seller=seller, code=code, **(defaults | fields))


def make_product(
    seller: Seller, title: str = "Chè móc câu Tân Cương", *, price: int = 150_000, stock: int = 10, **fields: Any
) -> Product:
    product_class, _created = ProductClass.objects.get_or_create(name="Nông sản", slug="nong-san")
    defaults = {
        "product_class": product_class,
        "sale_unit": SaleUnit.PACK,
        "content_amount": 500,
        "content_unit": "G",
        "is_public": True,
        "origin_commune": "05503",
    }
    product = Product.objects.create(seller=seller, title=title, slug=slugify(title), **(defaults | fields))
    StockRecord.objects.create(
        product=product,
        partner=seller,
        partner_sku=f"SP{next(_numbers)}",
        price_currency="VND",
        price=Decimal(price),
        num_in_stock=stock,
    )
    return product


def stock_of(product: Product) -> tuple[int, int]:
    """(in stock, held), as the database has them."""
    return StockRecord.objects.values_list("num_in_stock", "num_allocated").get(product=product)
