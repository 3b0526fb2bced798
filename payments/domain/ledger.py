"""The one writer of the books (docs/money.md, "Ledger").

`post` is called inside the transaction of what it records. The same key with the same legs gives the entry that
stands; with other legs it is refused. A mistake is corrected by `reverse`, never by a change.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from marketplace.kernel.errors import MarketplaceError
from marketplace.kernel.money import Dong
from payments.models import Account, AccountCode, Entry, EntryEvent, Posting


class UnbalancedEntry(MarketplaceError):
    code = "unbalanced_entry"
    message = _("Bút toán không cân.")


class EntryKeyReused(MarketplaceError):
    code = "entry_key_reused"
    message = _("Khoá bút toán đã dùng cho việc khác.")


class AlreadyReversed(MarketplaceError):
    code = "already_reversed"
    message = _("Bút toán này đã được đảo.")


class Leg(NamedTuple):
    """Debit positive, credit negative."""

    account: AccountCode
    amount: Dong
    seller_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    event: EntryEvent
    key: str
    legs: tuple[Leg, ...]
    at: datetime
    charge_id: int | None = None
    order_id: int | None = None
    part_id: int | None = None
    refund_id: int | None = None
    reverses_id: uuid.UUID | None = None
    memo: str = ""


def debit(account: AccountCode, amount: Dong, seller_id: int | None = None) -> Leg:
    return Leg(account, amount, seller_id)


def credit(account: AccountCode, amount: Dong, seller_id: int | None = None) -> Leg:
    return Leg(account, -amount, seller_id)


def post(new: NewEntry) -> Entry:
    """Write an entry once; legs of nothing are left out. Raises UnbalancedEntry and EntryKeyReused."""
    legs = [leg for leg in new.legs if leg.amount]
    if len(legs) < 2 or sum(leg.amount for leg in legs) != 0:
        raise UnbalancedEntry(key=new.key)
    fingerprint = _fingerprint(new.event, legs)
    standing = Entry.objects.filter(key=new.key).first() or _write(new, legs, fingerprint)
    if standing.fingerprint != fingerprint:
        raise EntryKeyReused(key=new.key)
    return standing


def reverse(*, entry: Entry, at: datetime, memo: str) -> Entry:
    """Post the same legs with their signs turned. Raises AlreadyReversed."""
    if Entry.objects.filter(reverses=entry).exists():
        raise AlreadyReversed(key=entry.key)
    postings = entry.postings.select_related("account").order_by("id")
    return post(
        NewEntry(
            event=EntryEvent.REVERSAL,
            key=f"reversal:{entry.key}",
            legs=tuple(Leg(AccountCode(p.account.code), -p.amount, p.account.seller_id) for p in postings),
            at=at,
            charge_id=entry.charge_id,
            order_id=entry.order_id,
            part_id=entry.part_id,
            refund_id=entry.refund_id,
            reverses_id=entry.pk,
            memo=memo,
        )
    )


def _write(new: NewEntry, legs: list[Leg], fingerprint: str) -> Entry:
    entry = Entry(
        event=new.event,
        key=new.key,
        fingerprint=fingerprint,
        at=new.at,
        charge_id=new.charge_id,
        order_id=new.order_id,
        part_id=new.part_id,
        refund_id=new.refund_id,
        reverses_id=new.reverses_id,
        memo=new.memo,
    )
    accounts = _accounts((leg.account, leg.seller_id) for leg in legs)
    try:
        with transaction.atomic():
            # Legs first: the entry seals them (payments/models/triggers.py).
            Posting.objects.bulk_create(
                Posting(entry_id=entry.pk, account=accounts[leg.account, leg.seller_id], amount=leg.amount)
                for leg in legs
            )
            entry.save(force_insert=True)
    except IntegrityError:
        # Somebody else was first with this key; anything else is not ours to hide.
        standing = Entry.objects.filter(key=new.key).first()
        if standing is None:
            raise
        return standing
    return entry


def _accounts(wanted: Iterable[tuple[AccountCode, int | None]]) -> dict[tuple[str, int | None], Account]:
    return {
        (code, seller_id): Account.objects.get_or_create(code=code, seller_id=seller_id)[0]
        for code, seller_id in set(wanted)
    }


def _fingerprint(event: str, legs: Iterable[Leg]) -> str:
    content = [event, sorted([str(leg.account), leg.amount, leg.seller_id or 0] for leg in legs)]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()
