"""What can be bought of a product today: its packs with price, stock and promise of delivery."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Q

from catalog.domain import units
from catalog.models import Product
from marketplace.kernel import places
from marketplace.kernel.money import Dong
from sellers.domain import delivery
from sellers.domain.workdays import add_workdays
from sellers.models import DeliveryMethod, Seller, StockRecord
from sellers.strategy import State, buyable

HANOI = "01"
_METHODS_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Pack:
    """One thing that can be put into a basket: the product itself or one of its children."""

    product: Product
    label: str
    # Of one whole sale unit, and of one step.
    price: Dong
    step_price: Dong
    unit_price: units.UnitPrice
    state: State
    # Steps that are left.
    left: int
    back_on: date | None

    @property
    def is_available(self) -> bool:
        return self.state == State.AVAILABLE

    @property
    def is_sold_by_step(self) -> bool:
        return self.product.step_thousandths != 1000


@dataclass(frozen=True, slots=True)
class Promise:
    handed_over_on: date
    near: delivery.DeliveryOffer | None
    far: delivery.DeliveryOffer | None
    pickup: delivery.DeliveryOffer | None


def packs(*, product: Product, on: date) -> list[Pack]:
    """In one query, smallest first. A pack without a price is not shown."""
    rows = (
        StockRecord.objects.filter(
            Q(product=product) | Q(product__parent=product, product__is_public=True), price__isnull=False
        )
        .select_related("product")
        .order_by()
    )
    found = []
    for record in sorted(rows, key=_by_size):
        # What is loaded already is not asked for again.
        record.partner = product.seller
        if record.product.is_child:
            record.product.parent = product
        else:
            record.product = product
        if not record.product.is_parent:
            found.append(_pack(record, on))
    return found


def choose(packs: Sequence[Pack], wanted: int | None) -> Pack | None:
    """The pack that was asked for, else the cheapest that can be bought, else the first."""
    by_number = {pack.product.pk: pack for pack in packs}
    if wanted in by_number:
        return by_number[wanted]
    return min((pack for pack in packs if pack.is_available), key=lambda pack: pack.price, default=None) or next(
        iter(packs), None
    )


def promise(*, seller: Seller, pack: Pack, at: datetime, on: date) -> Promise:
    """What delivery of one step would be promised to somebody in Thái Nguyên and in Hà Nội."""
    goods = [delivery.Goods(product=pack.product, quantity=1, amount=pack.step_price)]
    methods = _methods(seller)

    def offered(province: str) -> list[delivery.DeliveryOffer]:
        destination = delivery.Destination(province_code=province)
        return delivery.offers(seller=seller, methods=methods, goods=goods, destination=destination, at=at)

    near = offered(places.PROVINCE_CODE)
    return Promise(
        handed_over_on=add_workdays(on, seller.dispatch_days),
        near=_first(near, is_pickup=False),
        far=_first(offered(HANOI), is_pickup=False),
        pickup=_first(near, is_pickup=True),
    )


def _by_size(record: StockRecord) -> tuple[Any, ...]:
    size = record.product.content_amount
    return size is None, size or 0, record.price, record.pk


def _first(offers: Iterable[delivery.DeliveryOffer], *, is_pickup: bool) -> delivery.DeliveryOffer | None:
    return next((offer for offer in offers if offer.is_pickup == is_pickup), None)


def _methods(seller: Seller) -> list[DeliveryMethod]:
    """May be a minute old here; the checkout asks again."""
    key = f"delivery-methods-1:{seller.pk}"
    methods = cache.get(key)
    if methods is None:
        methods = list(DeliveryMethod.objects.filter(seller=seller, is_active=True).order_by("pk"))
        cache.set(key, methods, _METHODS_SECONDS)
    return methods


def _pack(record: StockRecord, on: date) -> Pack:
    product = record.product
    price = units.price_of_unit(step_price=record.price_dong, step_thousandths=product.step_thousandths)
    answer = buyable(product=product, stock_record=record, on=on)
    return Pack(
        product=product,
        label=units.pack_label(
            sale_unit=product.sale_unit, content_amount=product.content_amount, content_unit=product.content_unit
        ),
        price=price,
        step_price=record.price_dong,
        unit_price=units.unit_price(
            price=price, content_amount=product.content_amount, content_unit=product.content_unit
        ),
        state=answer.state,
        left=answer.quantity,
        back_on=answer.back_on,
    )
