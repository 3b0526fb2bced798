"""What a product costs and whether it can be bought: the one place that decides.

Prices are per step, in whole đồng, tax included. A product out of season is not gone: its state says from when it
is back. Only `Selector` reads the clock, at the edge; everything below takes the day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from oscar.apps.partner import availability, prices, strategy

from marketplace.kernel import times

if TYPE_CHECKING:
    from django.http import HttpRequest

    from catalog.models import Product
    from sellers.models import StockRecord


class State(models.TextChoices):
    AVAILABLE = "AVAILABLE", _("Còn hàng")
    SOLD_OUT = "SOLD_OUT", _("Hết hàng")
    OUT_OF_SEASON = "OUT_OF_SEASON", _("Chưa đến mùa")
    NOT_FOR_SALE = "NOT_FOR_SALE", _("Ngừng bán")


class Price(prices.TaxInclusiveFixedPrice):
    """Nothing is taken off or added: what the stock record says is what is paid."""

    def __init__(self, stock_record: StockRecord) -> None:
        super().__init__(currency=stock_record.price_currency, excl_tax=stock_record.price, tax=0)


@dataclass(frozen=True, slots=True)
class Buyable:
    """The answer for one product on one day. `quantity` counts steps that are neither sold nor held."""

    state: State
    quantity: int = 0
    back_on: date | None = None
    is_age_restricted: bool = False


class Availability(availability.Base):
    """Oscar's face of `Buyable`."""

    def __init__(self, buyable: Buyable) -> None:
        self.buyable = buyable

    @property
    def code(self) -> str:
        return self.buyable.state.value.lower()

    @property
    def message(self) -> str:
        if self.buyable.back_on:
            return _("Có lại từ %(day)s") % {"day": self.buyable.back_on.strftime("%d/%m/%Y")}
        return str(self.buyable.state.label)

    @property
    def num_available(self) -> int:
        return self.buyable.quantity

    def is_purchase_permitted(self, quantity: int) -> tuple[bool, str]:
        if self.buyable.state != State.AVAILABLE:
            return False, str(self.message)
        if quantity > self.buyable.quantity:
            return False, str(_("Không còn đủ hàng"))
        return True, ""


class Strategy(strategy.Structured):
    def __init__(self, on: date, request: HttpRequest | None = None) -> None:
        self.on = on
        self.request = request
        self.user = None

    def fetch_for_line(self, line: Any, stockrecord: StockRecord | None = None) -> strategy.PurchaseInfo:
        return self.fetch_for_product(line.product, stockrecord or line.stockrecord)

    def select_stockrecord(self, product: Product) -> StockRecord | None:
        """A product is sold by its one seller, so it has at most one record; prefetched records cost no query."""
        return next(iter(product.stockrecords.all()), None)

    def pricing_policy(self, product: Product, stockrecord: StockRecord | None) -> prices.Base:
        return Price(stockrecord) if stockrecord and stockrecord.price is not None else prices.Unavailable()

    def availability_policy(self, product: Product, stockrecord: StockRecord | None) -> Availability:
        return Availability(buyable(product=product, stock_record=stockrecord, on=self.on))

    def parent_pricing_policy(self, product: Product, children_stock: list[Any]) -> prices.Base:
        priced = [record for _child, record in children_stock if record and record.price is not None]
        return Price(min(priced, key=lambda record: record.price)) if priced else prices.Unavailable()

    def parent_availability_policy(self, product: Product, children_stock: list[Any]) -> Availability:
        answers = [buyable(product=child, stock_record=record, on=self.on) for child, record in children_stock]
        return Availability(max(answers, key=_preference, default=Buyable(State.NOT_FOR_SALE)))


class Selector:
    def strategy(self, request: HttpRequest | None = None, user: object = None, **kwargs: object) -> Strategy:
        return Strategy(on=times.business_day(timezone.now()), request=request)


def buyable(*, product: Product, stock_record: StockRecord | None, on: date) -> Buyable:
    """Reads what is loaded already when the product came with its parent, the record with its seller."""
    facts = product.parent if product.is_child else product
    is_adult = facts.is_age_restricted
    if not _is_public(product, facts) or stock_record is None or not stock_record.price:
        return Buyable(State.NOT_FOR_SALE, is_age_restricted=is_adult)
    if not stock_record.partner.is_selling:
        return Buyable(State.NOT_FOR_SALE, is_age_restricted=is_adult)
    if not is_in_season(facts, on):
        return Buyable(State.OUT_OF_SEASON, back_on=next_season(facts, on), is_age_restricted=is_adult)
    left = max(0, stock_record.net_stock_level)
    return Buyable(State.AVAILABLE if left else State.SOLD_OUT, quantity=left, is_age_restricted=is_adult)


def is_in_season(product: Product, on: date) -> bool:
    """The months say what every year gives; a harvest window says what this year gives, and wins."""
    if product.harvest_from_on and product.harvest_until_on and on <= product.harvest_until_on:
        return on >= product.harvest_from_on
    return bool(product.season_months & times.month_bit(on.month))


def next_season(product: Product, on: date) -> date | None:
    """The first day on which a product that is out of season is back."""
    if product.harvest_from_on and product.harvest_from_on > on:
        return product.harvest_from_on
    for ahead in range(1, 13):
        month = (on.month - 1 + ahead) % 12 + 1
        if product.season_months & times.month_bit(month):
            return date(on.year + (on.month - 1 + ahead) // 12, month, 1)
    return None


def _is_public(product: Product, facts: Product) -> bool:
    return product.is_public and facts.is_public and not product.is_parent


def _preference(answer: Buyable) -> int:
    order = (State.NOT_FOR_SALE, State.SOLD_OUT, State.OUT_OF_SEASON, State.AVAILABLE)
    return order.index(answer.state)
