"""The life of a charge (docs/money.md, "Charges").

Every function that changes one locks its row first, then checks, then writes. Nothing here calls a gateway while it
holds the lock.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from marketplace.kernel import references
from marketplace.kernel.errors import MarketplaceError
from marketplace.kernel.money import Dong
from payments.domain import money_in
from payments.domain.announcements import record
from payments.domain.locks import lock_charge
from payments.domain.money_in import IncomingMoney
from payments.gateways.protocol import GatewayError, GatewayUnavailable, Look, Standing, Start
from payments.gateways.registry import get_gateway, get_offered, known
from payments.models import Charge, ChargeEventKind, ChargePurpose, ChargeState

logger = logging.getLogger(__name__)

PREFIX = "XT"
# How long an overdue charge waits for a gateway that cannot be reached.
_PATIENCE = timedelta(hours=1)


class ChargeExists(MarketplaceError):
    code = "charge_exists"
    message = _("Đơn này đã có một khoản thanh toán đang mở.")


class AmountTooSmall(MarketplaceError):
    code = "amount_too_small"
    message = _("Số tiền quá nhỏ cho cách trả này. Xin chọn cách khác.")


class AmountTooLarge(MarketplaceError):
    code = "amount_too_large"
    message = _("Số tiền quá lớn cho cách trả này. Xin chọn cách khác.")


class ChargeClosed(MarketplaceError):
    code = "charge_closed"
    message = _("Khoản thanh toán này đã đóng.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCharge:
    amount: Dong
    method: str
    purpose: ChargePurpose = ChargePurpose.ORDER
    order_id: int | None = None
    payer_id: int | None = None
    # None: it never expires (cash on delivery).
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """Where the payer goes now; an empty `url` means that nothing is to be paid yet."""

    url: str


def open_charge(new: NewCharge, *, at: datetime) -> Charge:
    """Runs in the caller's transaction. Raises UnknownMethod, AmountTooSmall, AmountTooLarge and ChargeExists."""
    gateway = get_offered(new.method)
    if new.amount < gateway.minimum:
        raise AmountTooSmall(amount=new.amount, minimum=gateway.minimum)
    if new.amount > gateway.maximum:
        raise AmountTooLarge(amount=new.amount, maximum=gateway.maximum)
    try:
        with transaction.atomic():
            charge = Charge.objects.create(
                reference=references.new(PREFIX),
                purpose=new.purpose,
                method=new.method,
                amount=new.amount,
                order_id=new.order_id,
                payer_id=new.payer_id,
                opened_at=at,
                expires_at=new.expires_at,
            )
    except IntegrityError:
        if new.order_id and Charge.objects.filter(order_id=new.order_id).exclude(state__in=_OVER_UNPAID).exists():
            raise ChargeExists(order=new.order_id) from None
        raise
    record(charge=charge, kind=ChargeEventKind.OPENED, at=at)
    return charge


def start(*, charge: Charge, return_url: str, at: datetime) -> NextStep:
    """Prepare the payment and say where the payer goes; `return_url` is the path of this site where they end.

    Call it outside a transaction: it may speak to the outside. A gateway that is busy does not undo an order: the pay
    page prepares the payment again. Raises ChargeClosed.
    """
    Charge.objects.filter(pk=charge.pk).update(return_url=return_url)
    try:
        return prepare(charge=charge, at=at)
    except GatewayError as error:
        logger.warning("%s cannot be started: %s", charge, error)
        return NextStep(url=charge.get_absolute_url())


def prepare(*, charge: Charge, at: datetime, is_hosted: bool = False) -> NextStep:
    """What the pay page needs, each time that it is opened. Raises ChargeClosed and GatewayError."""
    if not charge.is_live:
        raise ChargeClosed(state=charge.state)
    gateway = get_gateway(charge.method)
    begun = gateway.start(charge, site_url=settings.SITE_URL, is_hosted=is_hosted)
    if begun.provider_id not in {"", charge.provider_id}:
        try:
            former = _take_over(charge, begun, at)
        except ChargeClosed:
            # It expired or was cancelled meanwhile: what was just started must not be paid.
            gateway.discard(begun.provider_id)
            raise
        if former:
            gateway.discard(former)
    if begun.url:
        return NextStep(url=begun.url)
    return NextStep(url=charge.get_absolute_url() if begun.is_page else "")


def capture(*, charge: Charge, money: IncomingMoney, at: datetime) -> Charge:
    """Take a sum that came in; the same sum is taken once, and a sum is never lost (see `money_in`)."""
    with transaction.atomic():
        locked = lock_charge(charge.pk)
        money_in.take(charge=locked, money=money, at=at)
    return locked


def mark_processing(*, charge: Charge, at: datetime) -> Charge:
    """The gateway has the payment in hand and will say later; it does not expire meanwhile."""
    with transaction.atomic():
        locked = lock_charge(charge.pk)
        if locked.state == ChargeState.OPEN:
            locked.state = ChargeState.PROCESSING
            locked.save(update_fields=["state"])
            record(charge=locked, kind=ChargeEventKind.PROCESSING, at=at)
    return locked


def decline(*, charge: Charge, reason: str, at: datetime) -> Charge:
    """One attempt was refused; the payer may try again until the charge expires."""
    with transaction.atomic():
        locked = lock_charge(charge.pk)
        if locked.is_live:
            locked.state = ChargeState.OPEN
            locked.save(update_fields=["state"])
            record(charge=locked, kind=ChargeEventKind.DECLINED, at=at, reason=reason[:300])
    return locked


def fail(*, charge: Charge, reason: str, at: datetime) -> Charge:
    """The payment is over without money.

    One that is over already stays as it is, and so does one that has been started anew since `charge` was read.
    """
    return _close(
        charge,
        ChargeState.FAILED,
        ChargeEventKind.FAILED,
        at,
        only_if=lambda locked: locked.provider_id == charge.provider_id,
        reason=reason[:300],
    )


def cancel(*, charge: Charge, reason: str, at: datetime) -> Charge:
    """Nobody is to pay it any more. The gateway is told after commit; money that still comes is set aside as late."""
    return _close(charge, ChargeState.CANCELLED, ChargeEventKind.CANCELLED, at, reason=reason[:300])


def expire_due(*, at: datetime, limit: int = 500) -> int:
    """Expire what is overdue, the longest overdue first; how many did.

    Overdue is what was not paid in time and, where an officer has to find out, not confirmed in the time after.
    """
    expired = 0
    for gateway in known():
        overdue = Charge.objects.live().filter(method=gateway.code, expires_at__lte=at - gateway.grace)
        for charge in overdue.order_by("expires_at", "id")[:limit]:
            try:
                expired += _expire(charge, at)
            except GatewayUnavailable as error:
                # The others would wait for the same time-out; the next run comes soon.
                logger.warning("%s cannot be closed at its gateway: %s", charge, error)
                break
    return expired


def look_up(*, charge: Charge, at: datetime) -> Charge:
    """Ask the gateway how a started payment stands and take over what it says. Raises GatewayError."""
    return apply_look(charge=charge, look=get_gateway(charge.method).look_up(charge), at=at)


def apply_look(*, charge: Charge, look: Look, at: datetime) -> Charge:
    if look.standing == Standing.PAID:
        money = IncomingMoney(amount=look.amount, provider_id=look.provider_id, fee=look.fee)
        return capture(charge=charge, money=money, at=at)
    if look.standing == Standing.PROCESSING:
        return mark_processing(charge=charge, at=at)
    if look.standing == Standing.CANCELLED and charge.provider_id:
        return fail(charge=charge, reason="cancelled at the gateway", at=at)
    if look.standing == Standing.WAITING and charge.state == ChargeState.PROCESSING:
        return decline(charge=charge, reason="not processing any more", at=at)
    return charge


def cancel_at_gateway_after_commit(charge: Charge) -> None:
    if charge.provider_id:
        transaction.on_commit(partial(_cancel_outside, charge), robust=True)


def _take_over(charge: Charge, begun: Start, at: datetime) -> str:
    """Remember what was started, and answer what it replaces. Raises ChargeClosed."""
    with transaction.atomic():
        locked = lock_charge(charge.pk)
        if not locked.is_live:
            raise ChargeClosed(state=locked.state)
        former = locked.provider_id
        locked.provider_id = begun.provider_id
        locked.provider_data = locked.provider_data | begun.provider_data
        locked.save(update_fields=["provider_id", "provider_data"])
        if former != begun.provider_id:
            record(charge=locked, kind=ChargeEventKind.STARTED, at=at)
    return "" if former == begun.provider_id else former


_OVER_UNPAID = (ChargeState.FAILED, ChargeState.EXPIRED, ChargeState.CANCELLED)


def _expire(charge: Charge, at: datetime) -> bool:
    """Raises GatewayUnavailable while there is patience left."""
    try:
        look = get_gateway(charge.method).cancel(charge)
    except GatewayUnavailable:
        if charge.expires_at is None or at < charge.expires_at + _PATIENCE:
            raise
    except GatewayError as error:
        logger.error("%s cannot be closed at its gateway: %s", charge, error)
    else:
        if look.standing in {Standing.PAID, Standing.PROCESSING}:
            apply_look(charge=charge, look=look, at=at)
            return False
    closed = _close(
        charge,
        ChargeState.EXPIRED,
        ChargeEventKind.EXPIRED,
        at,
        only_if=lambda locked: locked.expires_at is not None and locked.expires_at <= at,
    )
    return closed.state == ChargeState.EXPIRED


def _close(
    charge: Charge,
    state: ChargeState,
    kind: ChargeEventKind,
    at: datetime,
    only_if: Callable[[Charge], bool] = lambda locked: True,
    **detail: Any,
) -> Charge:
    with transaction.atomic():
        locked = lock_charge(charge.pk)
        # A charge that parcels have paid in part (cash at the door) is closed by waiving the rest, not here.
        if not locked.is_live or locked.captured_amount or not only_if(locked):
            return locked
        locked.state, locked.closed_at = state, at
        locked.save(update_fields=["state", "closed_at"])
        record(charge=locked, kind=kind, at=at, **detail)
        if state == ChargeState.CANCELLED:
            cancel_at_gateway_after_commit(locked)
    return locked


def _cancel_outside(charge: Charge) -> None:
    try:
        get_gateway(charge.method).cancel(charge)
    except GatewayError as error:
        # Should somebody pay it nevertheless, the money is set aside as late and given back.
        logger.warning("%s could not be cancelled at its gateway: %s", charge, error)
