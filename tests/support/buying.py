"""Baskets and orders of the cast, in few words."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import Any

from catalog.models import Product
from marketplace.kernel.phones import to_e164
from marketplace.shop.basket import domain
from marketplace.shop.basket.models import Basket
from marketplace.shop.checkout.domain import PlacedOrder, place_order
from marketplace.shop.checkout.request import Address, CheckoutRequest, Contact

# A Tuesday at ten in the morning in Vietnam; it is a public holiday from 2026 on.
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
HOA_CONTACT = Contact(name="Phạm Thị Hoa", phone=to_e164("0912 000 004"), email="hoa@demo.xutra.example")
AT_HOME = Address(line="Số 5, xóm Hồng Thái", commune_code="05503")

_keys = itertools.count(1)


def make_basket(*products: tuple[Product, int], user: Any = None, at: datetime = NOW) -> Basket:
    basket = Basket.objects.create(owner=user)
    for product, steps in products:
        domain.add_line(basket=basket, product_id=product.pk, quantity=steps, at=at)
    return basket


def make_request(basket: Basket, **fields: Any) -> CheckoutRequest:
    defaults = {
        "basket_id": basket.pk,
        "user": basket.owner,
        "contact": HOA_CONTACT,
        "address": AT_HOME,
        "payment_method": "sandbox",
        "idempotency_key": f"key-{next(_keys)}",
    }
    return CheckoutRequest(**(defaults | fields))


def order_of(*products: tuple[Product, int], user: Any = None, at: datetime = NOW, **fields: Any) -> PlacedOrder:
    return place_order(make_request(make_basket(*products, user=user, at=at), **fields), at)
