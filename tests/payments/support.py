from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from payments.domain import charges
from payments.domain.charges import NewCharge
from payments.domain.money_in import IncomingMoney
from payments.models import Charge, Entry
from tests.support.orders import NOW

LATER = NOW + timedelta(hours=1)


def open_for(order: Any, method: str = "sandbox", *, expires_at: datetime | None = LATER) -> Charge:
    new = NewCharge(amount=int(order.total_incl_tax), method=method, order_id=order.pk, expires_at=expires_at)
    return charges.open_charge(new, at=NOW)


def pay(charge: Charge, amount: int | None = None, provider_id: str = "", at: datetime = NOW) -> Charge:
    money = IncomingMoney(
        amount=charge.amount if amount is None else amount, provider_id=provider_id or f"gd-{charge.reference}"
    )
    return charges.capture(charge=charge, money=money, at=at)


def legs(entry: Entry) -> dict[str, int]:
    """Account code (with the seller's name, where it is one seller's) to amount."""
    postings = entry.postings.select_related("account__seller")
    return {f"{p.account.code}{' ' + p.account.seller.name if p.account.seller else ''}": p.amount for p in postings}
