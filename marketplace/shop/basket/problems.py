"""What has changed about the lines of a basket since they were put in, said so that a shopper can act on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _

from catalog.domain import units
from marketplace.kernel import money, times
from marketplace.shop.basket.models import Basket, Line
from sellers.models import StockRecord
from sellers.strategy import Buyable, State, Strategy


class ProblemKind(models.TextChoices):
    NOT_FOR_SALE = "not_for_sale"
    OUT_OF_SEASON = "out_of_season"
    SOLD_OUT = "sold_out"
    NOT_ENOUGH_STOCK = "not_enough_stock"
    PRICE_CHANGED = "price_changed"


@dataclass(frozen=True, slots=True)
class Problem:
    """What has changed about a line since it was put in. Everything but a changed price stops an order."""

    line_id: int
    kind: ProblemKind
    message: str
    available: int = 0

    @property
    def is_blocking(self) -> bool:
        return self.kind != ProblemKind.PRICE_CHANGED


def recheck(*, basket: Basket, at: datetime) -> list[Problem]:
    """What stands between this basket and an order today, line by line; prices and stock are read anew."""
    basket.reset_offer_applications()
    return [problem for line in with_strategy(basket, at).all_lines() for problem in _problems(line)]


def with_strategy(basket: Basket, at: datetime) -> Basket:
    basket.strategy = Strategy(on=times.business_day(at))
    return basket


def _problems(line: Line) -> Iterator[Problem]:
    answer: Buyable = line.purchase_info.availability.buyable
    if answer.state == State.NOT_FOR_SALE:
        yield Problem(line.pk, ProblemKind.NOT_FOR_SALE, _("Nhà vườn không còn bán món này."))
    elif answer.state == State.OUT_OF_SEASON:
        yield Problem(line.pk, ProblemKind.OUT_OF_SEASON, season_message(answer))
    elif answer.state == State.SOLD_OUT:
        yield Problem(line.pk, ProblemKind.SOLD_OUT, _("Món này vừa hết hàng."))
    elif line.quantity > answer.quantity:
        message = stock_message(line.stockrecord, answer)
        yield Problem(line.pk, ProblemKind.NOT_ENOUGH_STOCK, message, available=answer.quantity)
    if answer.state == State.AVAILABLE and price_differs(line):
        yield Problem(line.pk, ProblemKind.PRICE_CHANGED, _price_message(line))


def price_differs(line: Line) -> bool:
    return line.price_incl_tax is not None and line.price_incl_tax != line.stockrecord.price


def season_message(answer: Buyable) -> str:
    if answer.back_on is None:
        return _("Món này đã hết mùa.")
    return _("Món này chưa đến mùa, có lại từ %(day)s.") % {"day": answer.back_on.strftime("%d/%m/%Y")}


def stock_message(record: StockRecord, answer: Buyable) -> str:
    if not answer.quantity:
        return _("Món này vừa hết hàng.")
    product = record.product
    left = units.quantity_label(
        steps=answer.quantity, step_thousandths=product.step_thousandths, sale_unit=product.sale_unit
    )
    return _("Chỉ còn %(left)s.") % {"left": left}


def _price_message(line: Line) -> str:
    return _("Giá đã đổi từ %(old)s thành %(new)s kể từ khi bạn cho vào giỏ.") % {
        "old": _unit_price(line, line.price_incl_tax),
        "new": _unit_price(line, line.stockrecord.price),
    }


def _unit_price(line: Line, price: Decimal) -> str:
    unit = units.price_of_unit(step_price=money.to_dong(price), step_thousandths=line.product.step_thousandths)
    return money.written(unit)
