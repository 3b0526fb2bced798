"""Money that goes back. A refund is reserved on its charge and in the books in one transaction; the gateway is asked
after commit and again by `settle_charges` until it answers."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop as _

from marketplace.kernel import references
from marketplace.kernel.errors import MarketplaceError
from marketplace.kernel.money import Dong
from payments.domain import cash, charges, ledger, money_in, posting_rules, settlement
from payments.domain.announcements import record
from payments.domain.ledger import NewEntry, post
from payments.domain.locks import lock_charge, lock_part
from payments.domain.settlement import RefundTooLarge
from payments.gateways.protocol import GatewayError, RefundAnswer
from payments.gateways.registry import get_gateway
from payments.models import Charge, ChargeEventKind, ChargeState, Entry, EntryEvent, Refund, RefundState
from payments.queries import get_held_for_order
from sellers.models import SellerOrder

logger = logging.getLogger(__name__)

PREFIX = "HT"


class RefundKeyReused(MarketplaceError):
    code = "refund_key_reused"
    message = _("Khoá hoàn tiền đã dùng cho một khoản khác.")


class RefundClosed(MarketplaceError):
    code = "refund_closed"
    message = _("Khoản hoàn tiền này đã xong.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRequest:
    amount: Dong
    reason: str
    idempotency_key: str
    part: SellerOrder | None = None


def refund(*, charge: Charge, request: RefundRequest, at: datetime) -> Refund:
    """Give back part or all of what was taken; the same key gives the same refund.

    Raises RefundTooLarge and RefundKeyReused.
    """
    with transaction.atomic():
        locked = _lock_for(charge, request)
        given = Refund.objects.filter(idempotency_key=request.idempotency_key).first()
        if given is None:
            given = _reserve(locked, request, at)
            transaction.on_commit(partial(pay_out, refund_id=given.pk, at=at), robust=True)
        elif (given.charge_id, given.amount) != (locked.pk, request.amount):
            raise RefundKeyReused(key=request.idempotency_key)
    given.refresh_from_db()
    return given


def call_off(*, charge: Charge, request: RefundRequest, at: datetime) -> Refund | None:
    """A part (or an order) is cancelled: what was taken for it is refunded, what was not is no longer asked for.

    None when nothing had been taken. The same key does it once.
    """
    with transaction.atomic():
        locked = _lock_for(charge, request)
        is_taken = locked.state == ChargeState.SUCCEEDED or (request.part and cash.is_collected(part=request.part))
        if is_taken:
            return refund(charge=locked, request=request, at=at)
        if locked.is_live:
            _waive(locked, request, at)
    return None


def pay_out(*, refund_id: int, at: datetime) -> Refund:
    """Ask the gateway to send the money. What it cannot do now stays pending."""
    given = Refund.objects.select_related("charge").get(pk=refund_id)
    if given.state != RefundState.PENDING:
        return given
    try:
        answer = get_gateway(given.charge.method).refund(given)
    except GatewayError as error:
        logger.warning("refund %s: %s", given, error)
        return given
    return apply_answer(refund_id=refund_id, answer=answer, at=at)


def apply_answer(*, refund_id: int, answer: RefundAnswer, at: datetime) -> Refund:
    if answer.failure:
        return fail_refund(refund_id=refund_id, failure=answer.failure, at=at)
    if answer.is_paid:
        return confirm_refund(refund_id=refund_id, provider_id=answer.provider_id, at=at)
    given = Refund.objects.get(pk=refund_id)
    if answer.provider_id and not given.provider_id:
        Refund.objects.filter(pk=refund_id).update(provider_id=answer.provider_id)
        given.provider_id = answer.provider_id
    return given


def confirm_refund(*, refund_id: int, provider_id: str, at: datetime) -> Refund:
    """The money has gone; once, however often it is said. Raises RefundClosed after a failure."""
    with transaction.atomic():
        locked = _lock(refund_id)
        if locked.state == RefundState.SUCCEEDED:
            return locked
        if locked.state == RefundState.FAILED:
            raise RefundClosed(refund=locked.reference)
        locked.state, locked.closed_at, locked.provider_id = RefundState.SUCCEEDED, at, provider_id
        locked.save(update_fields=["state", "closed_at", "provider_id"])
        legs = posting_rules.refund_paid(method=locked.charge.method, amount=locked.amount)
        _post(locked, EntryEvent.REFUND_PAID, "paid", legs, at)
        record(charge=locked.charge, kind=ChargeEventKind.REFUND_SUCCEEDED, at=at, refund=locked)
    return locked


def fail_refund(*, refund_id: int, failure: str, at: datetime) -> Refund:
    """It cannot be sent, or it came back: its entries are reversed and the charge may be refunded again."""
    with transaction.atomic():
        locked = _lock(refund_id)
        if locked.state == RefundState.FAILED:
            return locked
        locked.state, locked.closed_at, locked.failure = RefundState.FAILED, at, failure[:300]
        locked.save(update_fields=["state", "closed_at", "failure"])
        locked.charge.refunded_amount -= locked.amount
        locked.charge.save(update_fields=["refunded_amount"])
        for entry in locked.entries.exclude(event=EntryEvent.REVERSAL).order_by("-at", "-created_at"):
            reversal = ledger.reverse(entry=entry, at=at, memo=failure[:300])
            settlement.freeze_reversal(of=entry, by=reversal, at=at)
        record(charge=locked.charge, kind=ChargeEventKind.REFUND_FAILED, at=at, refund=locked, failure=failure[:300])
    return locked


def _reserve(charge: Charge, request: RefundRequest, at: datetime) -> Refund:
    if not 0 < request.amount <= charge.refundable_amount:
        raise RefundTooLarge(amount=request.amount, refundable=charge.refundable_amount)
    charge.refunded_amount += request.amount
    charge.save(update_fields=["refunded_amount"])
    given = Refund.objects.create(
        reference=references.new(PREFIX),
        charge=charge,
        part=request.part,
        amount=request.amount,
        reason=request.reason[:300],
        idempotency_key=request.idempotency_key,
        requested_at=at,
    )
    _post_request(given, at)
    record(charge=charge, kind=ChargeEventKind.REFUND_REQUESTED, at=at, refund=given, amount=given.amount)
    return given


def _post_request(given: Refund, at: datetime) -> None:
    part, charge = given.part, given.charge
    if part is not None and settlement.is_released(part=part):
        money, rates = settlement.share_given_back(part=part, amount=given.amount)
        legs = posting_rules.refund_requested_after_release(money)
        entry = _post(given, EntryEvent.REFUND_REQUESTED, "requested", legs, at)
        settlement.freeze_given_back(part=part, entry=entry, amount=money, rates=rates, at=at)
        return
    if charge.order_id and get_held_for_order(order_id=charge.order_id) < given.amount:
        raise RefundTooLarge(amount=given.amount)
    legs = posting_rules.refund_requested(purpose=charge.purpose, amount=given.amount)
    _post(given, EntryEvent.REFUND_REQUESTED, "requested", legs, at)


def _waive(charge: Charge, request: RefundRequest, at: datetime) -> None:
    is_done = charge.events.filter(kind=ChargeEventKind.WAIVED, detail__key=request.idempotency_key).exists()
    if is_done:
        return
    if not 0 < request.amount <= charge.due_amount:
        raise RefundTooLarge(amount=request.amount, due=charge.due_amount)
    charge.waived_amount += request.amount
    charge.save(update_fields=["waived_amount"])
    detail: dict[str, Any] = {"key": request.idempotency_key, "amount": request.amount, "reason": request.reason[:300]}
    record(charge=charge, kind=ChargeEventKind.WAIVED, at=at, **detail)
    if charge.due_amount == 0:
        money_in.complete(charge=charge, at=at)
        charges.cancel_at_gateway_after_commit(charge)


def _lock_for(charge: Charge, request: RefundRequest) -> Charge:
    if request.part is not None:
        lock_part(request.part.pk)
    return lock_charge(charge.pk)


def _lock(refund_id: int) -> Refund:
    given = Refund.objects.get(pk=refund_id)
    if given.part_id is not None:
        lock_part(given.part_id)
    charge = lock_charge(given.charge_id)
    locked = Refund.objects.select_for_update(of=("self",)).get(pk=refund_id)
    locked.charge = charge
    return locked


def _post(given: Refund, event: EntryEvent, step: str, legs: tuple[ledger.Leg, ...], at: datetime) -> Entry:
    return post(
        NewEntry(
            event=event,
            key=f"refund-{step}:{given.reference}",
            legs=legs,
            at=at,
            charge_id=given.charge_id,
            order_id=given.charge.order_id,
            part_id=given.part_id,
            refund_id=given.pk,
            memo=given.reason,
        )
    )
