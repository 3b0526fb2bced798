"""Money that came in: it pays its charge, or it is set aside, but it is never lost and never counted twice.

Callers hold the lock on the charge.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from marketplace.kernel.errors import MarketplaceError
from marketplace.kernel.money import Dong
from payments.domain import posting_rules
from payments.domain.announcements import record
from payments.domain.ledger import NewEntry, post
from payments.models import (
    Charge,
    ChargeEventKind,
    ChargeState,
    EntryEvent,
    ReceivedMoney,
    UnmatchedMoney,
    UnmatchedReason,
    UnmatchedState,
)


class ProviderIdReused(MarketplaceError):
    code = "provider_id_reused"
    message = _("Mã giao dịch này đã được ghi nhận cho một khoản khác.")


class NothingReceived(MarketplaceError):
    code = "nothing_received"
    message = _("Số tiền nhận được phải lớn hơn 0.")


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingMoney:
    amount: Dong
    # What the bank or the gateway calls this sum; the same name is the same sum.
    provider_id: str
    fee: Dong = 0
    confirmed_by_id: int | None = None


def take(*, charge: Charge, money: IncomingMoney, at: datetime) -> None:
    """Raises NothingReceived and ProviderIdReused."""
    if money.amount <= 0:
        raise NothingReceived(amount=money.amount)
    received = _receive(charge, money, at)
    if received is None:
        return
    if charge.is_live:
        _pay(charge, received, at)
    else:
        _set_aside_late(charge, received, at)
    if money.fee:
        _post(
            charge,
            EntryEvent.GATEWAY_FEE,
            f"fee:{charge.method}:{money.provider_id}",
            at,
            posting_rules.gateway_fee(method=charge.method, amount=money.fee),
        )


def complete(*, charge: Charge, at: datetime) -> None:
    """Close a charge of which nothing is due any more."""
    charge.state = ChargeState.SUCCEEDED if charge.captured_amount else ChargeState.CANCELLED
    charge.closed_at = at
    charge.save(update_fields=["state", "closed_at"])
    kind = ChargeEventKind.SUCCEEDED if charge.captured_amount else ChargeEventKind.CANCELLED
    record(charge=charge, kind=kind, at=at)


def _receive(charge: Charge, money: IncomingMoney, at: datetime) -> ReceivedMoney | None:
    """None when this very sum was taken before."""
    try:
        with transaction.atomic():
            return ReceivedMoney.objects.create(
                method=charge.method,
                provider_id=money.provider_id,
                charge=charge,
                amount=money.amount,
                at=at,
                confirmed_by_id=money.confirmed_by_id,
            )
    except IntegrityError:
        standing = ReceivedMoney.objects.filter(method=charge.method, provider_id=money.provider_id).first()
        if standing is None:
            raise
        if (standing.charge_id, standing.amount) != (charge.pk, money.amount):
            raise ProviderIdReused(provider_id=money.provider_id) from None
        return None


def _pay(charge: Charge, received: ReceivedMoney, at: datetime) -> None:
    waiting = list(
        UnmatchedMoney.objects.filter(
            received__charge=charge, reason=UnmatchedReason.UNDER, state=UnmatchedState.WAITING
        ).order_by("id")
    )
    from_suspense, due = sum(item.amount for item in waiting), charge.due_amount
    if received.amount + from_suspense < due:
        _set_aside(charge, received, received.amount, UnmatchedReason.UNDER, at)
        record(charge=charge, kind=ChargeEventKind.PARTLY_PAID, at=at, amount=received.amount)
        return
    legs = posting_rules.payment_captured(
        method=charge.method, purpose=charge.purpose, received=received.amount, due=due, from_suspense=from_suspense
    )
    _post(charge, EntryEvent.PAYMENT_CAPTURED, f"capture:{charge.reference}", at, legs)
    _close_waiting(waiting, at)
    excess = received.amount + from_suspense - due
    if excess:
        UnmatchedMoney.objects.create(received=received, amount=excess, reason=UnmatchedReason.OVER)
    charge.captured_amount += due
    charge.save(update_fields=["captured_amount"])
    complete(charge=charge, at=at)


def _close_waiting(waiting: list[UnmatchedMoney], at: datetime) -> None:
    pks = [item.pk for item in waiting]
    UnmatchedMoney.objects.filter(pk__in=pks).update(state=UnmatchedState.APPLIED, closed_at=at)


def _set_aside_late(charge: Charge, received: ReceivedMoney, at: datetime) -> None:
    is_paid = charge.state == ChargeState.SUCCEEDED
    _set_aside(charge, received, received.amount, UnmatchedReason.DUPLICATE if is_paid else UnmatchedReason.LATE, at)
    record(charge=charge, kind=ChargeEventKind.LATE_MONEY, at=at, amount=received.amount)


def _set_aside(charge: Charge, received: ReceivedMoney, amount: Dong, reason: UnmatchedReason, at: datetime) -> None:
    UnmatchedMoney.objects.create(received=received, amount=amount, reason=reason)
    legs = posting_rules.money_unmatched(method=charge.method, amount=amount)
    _post(charge, EntryEvent.MONEY_UNMATCHED, f"unmatched:{received.method}:{received.provider_id}", at, legs)


def _post(charge: Charge, event: EntryEvent, key: str, at: datetime, legs: tuple[posting_rules.Leg, ...]) -> None:
    post(NewEntry(event=event, key=key, legs=legs, at=at, charge_id=charge.pk, order_id=charge.order_id))
