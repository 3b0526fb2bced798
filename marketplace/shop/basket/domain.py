"""Changes of a basket. Each locks the basket's row first, so that none slips in while an order is being placed.

Quantities count steps (`Product.step_thousandths`). A basket holds nothing back: stock is held when an order is
placed, so what stands here is checked again there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from marketplace.kernel import times
from marketplace.kernel.errors import MarketplaceError
from marketplace.shop.basket.models import Basket, Line
from marketplace.shop.basket.problems import price_differs, recheck, season_message, stock_message, with_strategy
from sellers.models import StockRecord
from sellers.strategy import State, buyable

__all__ = ["accept_prices", "add_line", "change_line", "discard", "merge", "recheck", "remove_line"]

MAX_LINES = 60
MAX_STEPS = 10_000


class BasketClosed(MarketplaceError):
    code = "basket_closed"
    message = gettext_noop("Giỏ hàng này đã được đặt. Mời bạn bắt đầu giỏ mới.")


class BasketFull(MarketplaceError):
    code = "basket_full"
    message = gettext_noop("Một giỏ hàng chứa tối đa 60 món.")


class NoSuchLine(MarketplaceError):
    code = "no_such_line"
    message = gettext_noop("Món này không còn trong giỏ.")


class WrongQuantity(MarketplaceError):
    code = "wrong_quantity"
    message = gettext_noop("Số lượng chưa đúng.")


class NotForSale(MarketplaceError):
    code = "not_for_sale"
    message = gettext_noop("Sản phẩm này hiện không bán.")


class OutOfSeason(MarketplaceError):
    code = "out_of_season"
    message = gettext_noop("Sản phẩm này chưa đến mùa.")


class NotEnoughStock(MarketplaceError):
    code = "not_enough_stock"
    message = gettext_noop("Không còn đủ hàng.")


@dataclass(frozen=True, slots=True)
class Removed:
    """Enough to put a removed line back."""

    product_id: int
    quantity: int
    title: str


def add_line(*, basket: Basket, product_id: int, quantity: int, at: datetime) -> Line:
    """Add steps of a product; a product that is in the basket already grows.

    Raises NotForSale, OutOfSeason, NotEnoughStock, WrongQuantity, BasketFull or BasketClosed and changes nothing.
    """
    record = _get_record(product_id)
    with transaction.atomic():
        line = _find_line(basket, product_id)
        wanted = quantity + (line.quantity if line else 0)
        _check(record, quantity, wanted, at)
        if line is not None:
            return _write(line, record, wanted)
        _make_room(basket)
        return _create_line(basket, record, quantity)


def change_line(*, basket: Basket, line_id: int, quantity: int, at: datetime) -> Line:
    """Set the steps of a line; raises as `add_line`, and NoSuchLine."""
    with transaction.atomic():
        lock(basket)
        line = _get_line(basket, line_id)
        record = _get_record(line.product_id)
        _check(record, quantity, quantity, at)
        return _write(line, record, quantity)


def remove_line(*, basket: Basket, line_id: int) -> Removed:
    with transaction.atomic():
        lock(basket)
        line = _get_line(basket, line_id)
        line.delete()
    basket.reset_offer_applications()
    return Removed(product_id=line.product_id, quantity=line.quantity, title=line.product.get_title())


def discard(*, basket: Basket) -> None:
    """Forget an open basket and all that is in it."""
    with transaction.atomic():
        lock(basket)
        basket.delete()


def accept_prices(*, basket: Basket, at: datetime) -> None:
    """The shopper has read what changed: remember today's prices as the ones they know."""
    with transaction.atomic():
        lock(basket)
        changed = [line for line in with_strategy(basket, at).all_lines() if price_differs(line)]
        for line in changed:
            line.price_excl_tax = line.price_incl_tax = line.stockrecord.price
        Line.objects.bulk_update(changed, ["price_excl_tax", "price_incl_tax"])


def merge(*, source: Basket, into: Basket) -> int:
    """A guest's basket joins the account's at sign-in; of the same product the larger quantity stays.

    Returns how many lines came over. Nothing is checked against stock here: `recheck` says what does not fit.
    """
    with transaction.atomic():
        for basket in sorted((source, into), key=lambda basket: basket.pk):
            lock(basket)
        present = {line.product_id: line for line in into.lines.all()}
        incoming = list(source.lines.order_by("pk"))
        for line in incoming:
            _merge_line(line, present, into)
        into.vouchers.add(*source.vouchers.all())
        Basket.objects.filter(pk=source.pk).update(status=Basket.MERGED)
    source.status = Basket.MERGED
    into.reset_offer_applications()
    return len(incoming)


def _merge_line(line: Line, present: dict[int, Line], into: Basket) -> None:
    twin = present.get(line.product_id)
    if twin is not None:
        Line.objects.filter(pk=twin.pk, quantity__lt=line.quantity).update(quantity=line.quantity)
    elif len(present) < MAX_LINES:
        Line.objects.filter(pk=line.pk).update(basket=into)
        present[line.product_id] = line


def lock(basket: Basket) -> None:
    """Raises BasketClosed unless the basket is open; holds its row until the transaction ends."""
    if not Basket.open.select_for_update().filter(pk=basket.pk).exists():
        raise BasketClosed


def _get_record(product_id: int) -> StockRecord:
    records = StockRecord.objects.select_related("partner", "product__parent").filter(product_id=product_id)
    record = min(records.order_by(), key=lambda record: record.pk, default=None)
    if record is None:
        raise NotForSale
    return record


def _get_line(basket: Basket, line_id: int) -> Line:
    line = basket.lines.select_related("product__parent").filter(pk=line_id).first()
    if line is None:
        raise NoSuchLine
    return line


def _check(record: StockRecord, asked: int, wanted: int, at: datetime) -> None:
    if asked < 1 or wanted > MAX_STEPS:
        raise WrongQuantity
    answer = buyable(product=record.product, stock_record=record, on=times.business_day(at))
    if answer.state == State.NOT_FOR_SALE:
        raise NotForSale
    if answer.state == State.OUT_OF_SEASON:
        raise OutOfSeason(season_message(answer), back_on=answer.back_on)
    if wanted > answer.quantity:
        raise NotEnoughStock(stock_message(record, answer), available=answer.quantity)


def _find_line(basket: Basket, product_id: int) -> Line | None:
    if basket.pk is None:
        return None
    lock(basket)
    return basket.lines.filter(product_id=product_id).first()


def _make_room(basket: Basket) -> None:
    if basket.pk is None:
        basket.save()
    elif basket.lines.count() >= MAX_LINES:
        raise BasketFull


def _create_line(basket: Basket, record: StockRecord, quantity: int) -> Line:
    line = Line(
        basket=basket,
        product=record.product,
        stockrecord=record,
        line_reference=f"{record.product_id}_{record.pk}",
        quantity=quantity,
        price_currency=record.price_currency,
        price_excl_tax=record.price,
        price_incl_tax=record.price,
    )
    line.save()
    basket.reset_offer_applications()
    return line


def _write(line: Line, record: StockRecord, quantity: int) -> Line:
    line.quantity, line.stockrecord = quantity, record
    line.price_excl_tax = line.price_incl_tax = record.price
    line.save(update_fields=["quantity", "stockrecord", "price_excl_tax", "price_incl_tax", "date_updated"])
    line.basket.reset_offer_applications()
    return line
