"""Balances and other reads. A balance is always a query over the postings."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Sum

from marketplace.kernel import references
from marketplace.kernel.money import Dong
from payments.models import AccountCode, Charge, Posting


def get_balance(
    *, account: AccountCode, seller_id: int | None = None, order_id: int | None = None, until: datetime | None = None
) -> Dong:
    """Debits less credits, so a liability is negative; all sellers together unless one is named."""
    postings = Posting.objects.filter(account__code=account)
    if seller_id is not None:
        postings = postings.filter(account__seller_id=seller_id)
    if order_id is not None:
        postings = postings.filter(entry__order_id=order_id)
    if until is not None:
        postings = postings.filter(entry__at__lt=until)
    return postings.aggregate(total=Sum("amount"))["total"] or 0


def get_held_for_order(*, order_id: int) -> Dong:
    """What the shopper has paid and neither the sellers nor the shopper have been given yet."""
    return -get_balance(account=AccountCode.ORDERS_HELD, order_id=order_id)


def get_owed_to_seller(*, seller_id: int, until: datetime | None = None) -> Dong:
    return -get_balance(account=AccountCode.SELLER_PAYABLE, seller_id=seller_id, until=until)


def find_charge(*, reference: str) -> Charge | None:
    wanted = reference.upper()
    # Addresses are guessed at; most guesses cost no query.
    if not (wanted.isascii() and wanted.isalnum() and references.is_valid(wanted)):
        return None
    return Charge.objects.select_related("order").filter(reference=wanted).first()
