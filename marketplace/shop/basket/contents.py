"""A basket as it is shown: by seller, with today's prices, discounts and problems. Constant in queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import get_format

from catalog.domain import units
from catalog.models import Product, ProductImage
from marketplace.kernel.money import Dong, to_dong
from marketplace.shop.basket.models import Basket, Line
from marketplace.shop.basket.offers import apply_offers
from marketplace.shop.basket.problems import Problem, ProblemKind, recheck
from sellers.models import Seller
from sellers.strategy import Buyable


@dataclass(frozen=True, slots=True)
class LineView:
    id: int
    product: Product
    title: str
    url: str
    photo_key: str
    quantity: int
    step_thousandths: int
    quantity_label: str
    pack_label: str
    # Of one whole sale unit, for example a kilogram.
    unit_price: Dong
    amount: Dong
    discount: Dong
    buyable: Buyable
    problems: tuple[Problem, ...]

    @property
    def quantity_in_units(self) -> str:
        """As people type it, "0,5", without separators of thousands that could be read as a decimal sign."""
        whole, rest = divmod(self.quantity * self.step_thousandths, 1000)
        text = f"{whole}.{rest:03d}".rstrip("0") if rest else str(whole)
        return text.replace(".", get_format("DECIMAL_SEPARATOR"))

    @property
    def net_amount(self) -> Dong:
        return self.amount - self.discount

    @property
    def is_blocked(self) -> bool:
        return any(problem.is_blocking for problem in self.problems)


@dataclass(frozen=True, slots=True)
class SellerView:
    seller: Seller
    lines: tuple[LineView, ...]

    @property
    def amount(self) -> Dong:
        return sum(line.net_amount for line in self.lines)


@dataclass(frozen=True, slots=True)
class DiscountView:
    name: str
    code: str
    amount: Dong
    is_on_delivery: bool


@dataclass(frozen=True, slots=True)
class Contents:
    sellers: tuple[SellerView, ...]
    discounts: tuple[DiscountView, ...]
    # Every code in the basket, also one that gives nothing today.
    voucher_codes: tuple[str, ...]

    @property
    def lines(self) -> list[LineView]:
        return [line for seller in self.sellers for line in seller.lines]

    @property
    def problems(self) -> list[Problem]:
        return [problem for line in self.lines for problem in line.problems]

    @property
    def goods_amount(self) -> Dong:
        return sum(line.amount for line in self.lines)

    @property
    def discount_amount(self) -> Dong:
        return sum(line.discount for line in self.lines)

    @property
    def total_amount(self) -> Dong:
        return self.goods_amount - self.discount_amount

    @property
    def is_blocked(self) -> bool:
        return any(line.is_blocked for line in self.lines)

    @property
    def has_changed_prices(self) -> bool:
        return any(problem.kind == ProblemKind.PRICE_CHANGED for problem in self.problems)

    @property
    def is_age_restricted(self) -> bool:
        return any(line.buyable.is_age_restricted for line in self.lines)


EMPTY = Contents(sellers=(), discounts=(), voucher_codes=())


def read(*, basket: Basket, user: Any, at: datetime, with_photos: bool = True) -> Contents:
    if basket.pk is None:
        return EMPTY
    problems = _by_line(recheck(basket=basket, at=at))
    lines = list(basket.all_lines())
    if not lines:
        return EMPTY
    apply_offers(basket=basket, user=user, at=at)
    photos = _photo_keys([line.product for line in lines]) if with_photos else {}
    by_seller: dict[Seller, list[LineView]] = defaultdict(list)
    for line in lines:
        by_seller[line.stockrecord.partner].append(_view(line, photos, problems))
    return Contents(
        sellers=tuple(SellerView(seller, tuple(views)) for seller, views in by_seller.items()),
        discounts=_discounts(basket),
        voucher_codes=tuple(basket.vouchers.order_by("pk").values_list("code", flat=True)),
    )


def _view(line: Line, photos: dict[int, str], problems: dict[int, list[Problem]]) -> LineView:
    product, record = line.product, line.stockrecord
    price = to_dong(record.price or 0)
    return LineView(
        id=line.pk,
        product=product,
        title=product.get_title(),
        url=product.get_absolute_url(),
        photo_key=photos.get(product.pk) or photos.get(product.parent_id, ""),
        quantity=line.quantity,
        step_thousandths=product.step_thousandths,
        quantity_label=units.quantity_label(
            steps=line.quantity, step_thousandths=product.step_thousandths, sale_unit=product.sale_unit
        ),
        pack_label=units.pack_label(
            sale_unit=product.sale_unit, content_amount=product.content_amount, content_unit=product.content_unit
        ),
        unit_price=units.price_of_unit(step_price=price, step_thousandths=product.step_thousandths),
        amount=price * line.quantity,
        discount=to_dong(line.discount_value),
        buyable=line.purchase_info.availability.buyable,
        problems=tuple(problems.get(line.pk, ())),
    )


def _discounts(basket: Basket) -> tuple[DiscountView, ...]:
    return tuple(
        DiscountView(
            name=str(application["name"]),
            code=application["voucher"].code if application["voucher"] else "",
            amount=to_dong(application["discount"]),
            is_on_delivery=application["result"].affects_shipping,
        )
        for application in basket.offer_applications
    )


def _photo_keys(products: list[Product]) -> dict[int, str]:
    """The first picture of each product, or of its parent."""
    wanted = {product.pk for product in products} | {product.parent_id for product in products if product.parent_id}
    rows = ProductImage.objects.filter(product_id__in=wanted).order_by("-display_order", "-pk")
    return dict(rows.values_list("product_id", "photo_key"))


def _by_line(problems: list[Problem]) -> dict[int, list[Problem]]:
    grouped: dict[int, list[Problem]] = defaultdict(list)
    for problem in problems:
        grouped[problem.line_id].append(problem)
    return grouped
