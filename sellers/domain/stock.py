"""Stock that an order holds, takes and gives back.

Every function locks the stock rows in key order first, then checks, then writes; on SQLite, where a transaction
takes the write lock at once, the same order of steps holds. Quantities count steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from catalog.search import outbox
from marketplace.kernel.errors import MarketplaceError
from sellers.models import HoldState, StockHold, StockMovement, StockRecord


@dataclass(frozen=True, slots=True)
class Shortage:
    stock_record_id: int
    product_id: int
    wanted: int
    available: int


class OutOfStock(MarketplaceError):
    """Nothing was held. `shortages` names every line that does not fit."""

    code = "out_of_stock"
    message = gettext_noop("Có món vừa hết hoặc không còn đủ. Bạn xem lại giỏ hàng nhé.")

    def __init__(self, shortages: list[Shortage]) -> None:
        self.shortages = shortages
        super().__init__()


def hold(
    *, order: Any, wanted: Mapping[int, int], expires_at: datetime | None, is_certain: bool = False
) -> list[StockHold]:
    """Hold steps by stock record for an order, all or nothing; raises OutOfStock. A certain order takes them at once.

    Runs in the caller's transaction, which keeps the rows locked until it ends.
    """
    records = _lock(wanted)
    shortages = [
        Shortage(record.pk, record.product_id, wanted[record.pk], max(0, record.net_stock_level))
        for record in records
        if wanted[record.pk] > record.net_stock_level
    ]
    if shortages or len(records) != len(wanted):
        raise OutOfStock(shortages)
    for record in records:
        record.num_allocated = (record.num_allocated or 0) + (0 if is_certain else wanted[record.pk])
        record.num_in_stock -= wanted[record.pk] if is_certain else 0
    _save(records, "num_allocated", "num_in_stock")
    state = HoldState.TAKEN if is_certain else HoldState.HELD
    holds = StockHold.objects.bulk_create(
        StockHold(order=order, stock_record=record, quantity=wanted[record.pk], state=state, expires_at=expires_at)
        for record in records
    )
    if is_certain:
        _log([(hold_, hold_.stock_record) for hold_ in holds], StockMovement.Reason.SOLD, -1)
    return holds


def take(*, order: Any, at: datetime) -> int:
    """The order is certain: what it holds leaves the stock. Returns how many holds were taken; again: none."""
    with transaction.atomic():
        pairs = _lock_holds(order, HoldState.HELD)
        for hold_, record in pairs:
            record.num_allocated -= hold_.quantity
            record.num_in_stock -= hold_.quantity
        _save([record for _hold, record in pairs], "num_allocated", "num_in_stock")
        _settle([hold_ for hold_, _record in pairs], HoldState.TAKEN)
        _log(pairs, StockMovement.Reason.SOLD, -1)
    return len(pairs)


def release(*, order: Any, seller_id: int | None = None, note: str = "") -> int:
    """Give back what the order (or one seller's part of it) holds or has taken; again: nothing.

    Returns how many holds were given back.
    """
    with transaction.atomic():
        pairs = _lock_holds(order, HoldState.HELD, HoldState.TAKEN, seller_id=seller_id)
        taken = [pair for pair in pairs if pair[0].state == HoldState.TAKEN]
        for hold_, record in pairs:
            if hold_.state == HoldState.HELD:
                record.num_allocated -= hold_.quantity
            else:
                record.num_in_stock += hold_.quantity
        _save([record for _hold, record in pairs], "num_allocated", "num_in_stock")
        _log(taken, StockMovement.Reason.RETURNED, 1, note)
        _settle([hold_ for hold_, _record in pairs], HoldState.RELEASED)
    return len(pairs)


def _lock(keys: Iterable[int]) -> list[StockRecord]:
    return list(StockRecord.objects.select_for_update(of=("self",)).filter(pk__in=list(keys)).order_by("pk"))


def _lock_holds(order: Any, *states: HoldState, seller_id: int | None = None) -> list[tuple[StockHold, StockRecord]]:
    """Stock rows first, in key order; then the holds are read again, as they are under the lock."""
    holds = StockHold.objects.filter(order=order, state__in=states)
    if seller_id is not None:
        holds = holds.filter(stock_record__partner_id=seller_id)
    records = {record.pk: record for record in _lock(holds.values_list("stock_record_id", flat=True))}
    locked = holds.filter(stock_record_id__in=records).order_by("stock_record_id")
    return [(hold_, records[hold_.stock_record_id]) for hold_ in locked]


def _save(records: list[StockRecord], *fields: str) -> None:
    StockRecord.objects.bulk_update(records, fields)
    # A bulk update sends no signal, and what is left decides whether search says that it can be bought.
    outbox.touch(record.product_id for record in records)


def _settle(holds: list[StockHold], state: HoldState) -> None:
    StockHold.objects.filter(pk__in=[hold_.pk for hold_ in holds]).update(state=state)


def _log(pairs: list[tuple[StockHold, StockRecord]], reason: str, sign: int, note: str = "") -> None:
    StockMovement.objects.bulk_create(
        StockMovement(
            stock_record=record,
            reason=reason,
            change=sign * hold_.quantity,
            level_after=record.num_in_stock,
            note=note[:200],
        )
        for hold_, record in pairs
    )
