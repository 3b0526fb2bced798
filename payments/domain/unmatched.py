"""The queue of money that belongs to no charge; an officer sends it back and says so here."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from marketplace.kernel.errors import MarketplaceError
from payments.domain import posting_rules
from payments.domain.ledger import NewEntry, post
from payments.domain.locks import lock_charge
from payments.models import EntryEvent, UnmatchedMoney, UnmatchedState


class AlreadyDealtWith(MarketplaceError):
    code = "already_dealt_with"
    message = _("Khoản tiền này đã được xử lý.")


def give_back(*, unmatched: UnmatchedMoney, provider_id: str, by_id: int | None, note: str, at: datetime) -> None:
    """The money was sent back as `provider_id`; once. Raises AlreadyDealtWith."""
    with transaction.atomic():
        charge = lock_charge(unmatched.received.charge_id)
        locked = UnmatchedMoney.objects.select_for_update(of=("self",)).select_related("received").get(pk=unmatched.pk)
        if locked.state != UnmatchedState.WAITING:
            raise AlreadyDealtWith(unmatched=str(locked))
        locked.state, locked.closed_at = UnmatchedState.RETURNED, at
        locked.provider_id, locked.closed_by_id, locked.note = provider_id[:120], by_id, note[:300]
        locked.save(update_fields=["state", "closed_at", "provider_id", "closed_by", "note"])
        post(
            NewEntry(
                event=EntryEvent.UNMATCHED_RETURNED,
                key=f"unmatched-returned:{locked.pk}",
                legs=posting_rules.unmatched_returned(method=charge.method, amount=locked.amount),
                at=at,
                charge_id=charge.pk,
                order_id=charge.order_id,
                memo=note[:300],
            )
        )
