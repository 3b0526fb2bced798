"""The history of a charge, and telling the layers above about it.

An event is written in the transaction of what happened; its signal is sent after commit. Should the process die in
between, or a receiver raise, `announced_at` stays empty and `settle_charges` announces it again.
"""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from payments import signals
from payments.models import ANNOUNCED_KINDS, Charge, ChargeEvent, ChargeEventKind, Refund

logger = logging.getLogger(__name__)

_SIGNALS = {
    ChargeEventKind.SUCCEEDED: signals.charge_succeeded,
    ChargeEventKind.FAILED: signals.charge_failed,
    ChargeEventKind.EXPIRED: signals.charge_expired,
    ChargeEventKind.CANCELLED: signals.charge_cancelled,
    ChargeEventKind.REFUND_SUCCEEDED: signals.refund_succeeded,
}


def record(
    *, charge: Charge, kind: ChargeEventKind, at: datetime, refund: Refund | None = None, **detail: Any
) -> ChargeEvent:
    event = ChargeEvent.objects.create(charge=charge, kind=kind, at=at, refund=refund, detail=detail)
    if kind in ANNOUNCED_KINDS:
        transaction.on_commit(partial(announce, event_id=event.pk, at=at), robust=True)
    return event


def announce(*, event_id: int, at: datetime) -> bool:
    """Call every receiver; True when all of them did their part, else the event stays to be announced."""
    event = ChargeEvent.objects.select_related("charge__order", "refund").get(pk=event_id)
    answers = _SIGNALS[ChargeEventKind(event.kind)].send_robust(sender=Charge, charge=event.charge, event=event, at=at)
    failures = [(receiver, answer) for receiver, answer in answers if isinstance(answer, Exception)]
    for receiver, failure in failures:
        logger.error("%s of %s: %r failed", event.kind, event.charge, receiver, exc_info=failure)
    if not failures:
        ChargeEvent.objects.filter(pk=event.pk).update(announced_at=at)
    return not failures


def announce_again(*, at: datetime, limit: int = 200) -> int:
    """Events that were committed and perhaps never heard of, oldest first; how many are now done."""
    waiting = ChargeEvent.objects.filter(announced_at__isnull=True, kind__in=ANNOUNCED_KINDS, at__lt=at)
    ids = list(waiting.order_by("id").values_list("pk", flat=True)[:limit])
    return sum(announce(event_id=pk, at=at) for pk in ids)
