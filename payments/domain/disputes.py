"""A payer asks their bank for the money back: the gateway takes it, and gives it back if the dispute is won."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from payments.domain import posting_rules
from payments.domain.announcements import record
from payments.domain.ledger import NewEntry, post
from payments.domain.locks import lock_charge
from payments.gateways.protocol import News, NewsKind
from payments.models import Charge, ChargeEventKind, Entry, EntryEvent


def record_dispute(*, charge: Charge, news: News, at: datetime) -> None:
    """`news.detail` names the dispute; each of its steps is posted once, and its end implies its beginning."""
    with transaction.atomic():
        locked = lock_charge(charge.pk)
        if _post(locked, EntryEvent.DISPUTE_OPENED, news, at):
            record(charge=locked, kind=ChargeEventKind.DISPUTED, at=at, amount=news.amount, dispute=news.detail)
        if news.kind == NewsKind.DISPUTE_WON:
            _post(locked, EntryEvent.DISPUTE_WON, news, at)
        if news.kind == NewsKind.DISPUTE_LOST:
            _post(locked, EntryEvent.DISPUTE_LOST, news, at)


def _post(charge: Charge, event: EntryEvent, news: News, at: datetime) -> bool:
    key = f"dispute:{news.detail}:{event}"
    if Entry.objects.filter(key=key).exists():
        return False
    legs = {
        EntryEvent.DISPUTE_OPENED: posting_rules.dispute_opened(method=charge.method, amount=news.amount),
        EntryEvent.DISPUTE_WON: posting_rules.dispute_won(method=charge.method, amount=news.amount),
        EntryEvent.DISPUTE_LOST: posting_rules.dispute_lost(amount=news.amount),
    }[event]
    post(NewEntry(event=event, key=key, legs=legs, at=at, charge_id=charge.pk, order_id=charge.order_id))
    return True
