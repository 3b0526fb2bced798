"""Proves the books: what the ledger says is compared with what charges, refunds, parts and queues say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from oscar.core.loading import get_model

from marketplace.kernel.money import Dong, to_dong
from payments.models import (
    AccountCode,
    Charge,
    ChargePurpose,
    ChargeState,
    Entry,
    EntryEvent,
    Posting,
    ReceivedMoney,
    Refund,
    RefundState,
    SettlementKind,
    SettlementLine,
    UnmatchedMoney,
    UnmatchedState,
    triggers,
)
from sellers.models import SellerOrder, SellerOrderState


@dataclass(frozen=True, slots=True)
class Difference:
    rule: str
    subject: str
    expected: Dong | str
    found: Dong | str


def find_differences() -> list[Difference]:
    rules = (
        _triggers_stand,
        _entries_balance,
        _books_balance,
        _charges_are_posted_once,
        _charges_match_their_orders,
        _refunds_are_posted,
        _charges_know_their_refunds,
        _received_money_is_booked,
        _suspense_is_the_queue,
        _orders_are_accounted_for,
        _settled_orders_hold_nothing,
        _sellers_are_owed_their_lines,
    )
    return [difference for rule in rules for difference in rule()]


def trial_balance() -> list[tuple[str, Dong]]:
    """Every account's balance, in the order of the chart; they sum to zero."""
    sums = dict(Posting.objects.values_list("account__code").annotate(total=Sum("amount")))
    return [(code, sums[code]) for code in AccountCode.values if code in sums]


def _triggers_stand() -> Iterator[Difference]:
    for name in triggers.missing():
        yield Difference("triggers", name, "installed", "missing")


def _entries_balance() -> Iterator[Difference]:
    sums = Entry.objects.annotate(total=Sum("postings__amount"), legs=Count("postings"))
    for key, total in sums.filter(~Q(total=0) | Q(legs__lt=2)).values_list("key", "total"):
        yield Difference("entry sums to zero", key, 0, total or 0)


def _books_balance() -> Iterator[Difference]:
    total = sum(balance for _, balance in trial_balance())
    if total:
        yield Difference("trial balance", "all accounts", 0, total)


def _charges_are_posted_once() -> Iterator[Difference]:
    held = Q(entries__postings__account__code__in=[AccountCode.ORDERS_HELD, AccountCode.BILLS_HELD])
    taken = held & Q(entries__event__in=[EntryEvent.PAYMENT_CAPTURED, EntryEvent.CASH_COLLECTED])
    sums = Charge.objects.annotate(posted=Sum("entries__postings__amount", filter=taken, default=0))
    wrong = sums.exclude(captured_amount=-F("posted"))
    for reference, captured, posted in wrong.values_list("reference", "captured_amount", "posted"):
        yield Difference("charge is posted once", reference, captured, -posted)
    unpaid = Charge.objects.filter(state=ChargeState.SUCCEEDED).exclude(
        amount=F("captured_amount") + F("waived_amount")
    )
    for charge in unpaid:
        yield Difference("paid charge is paid whole", charge.reference, charge.amount, charge.captured_amount)


def _charges_match_their_orders() -> Iterator[Difference]:
    charges = Charge.objects.filter(purpose=ChargePurpose.ORDER).exclude(amount=F("order__total_incl_tax"))
    for reference, amount, total in charges.values_list("reference", "amount", "order__total_incl_tax"):
        yield Difference("charge is its order's total", reference, to_dong(total), amount)


def _refunds_are_posted() -> Iterator[Difference]:
    payable = Q(entries__postings__account__code=AccountCode.REFUNDS_PAYABLE)
    sums = Refund.objects.annotate(
        payable=Sum("entries__postings__amount", filter=payable, default=0),
        paid=Count("entries", filter=Q(entries__event=EntryEvent.REFUND_PAID), distinct=True),
    )
    for refund in sums.iterator():
        expected = -refund.amount if refund.state == RefundState.PENDING else 0
        if refund.payable != expected:
            yield Difference("refund is posted", refund.reference, expected, refund.payable)
        if refund.state == RefundState.SUCCEEDED and refund.paid != 1:
            yield Difference("refund is paid once", refund.reference, 1, refund.paid)


def _charges_know_their_refunds() -> Iterator[Difference]:
    live = ~Q(refunds__state=RefundState.FAILED)
    sums = Charge.objects.annotate(given=Sum("refunds__amount", filter=live, default=0))
    for reference, known, given in sums.exclude(refunded_amount=F("given")).values_list(
        "reference", "refunded_amount", "given"
    ):
        yield Difference("charge knows its refunds", reference, given, known)


def _received_money_is_booked() -> Iterator[Difference]:
    """Sum by sum: what came in for a charge is what its entries put on accounts of money."""
    events = [EntryEvent.PAYMENT_CAPTURED, EntryEvent.MONEY_UNMATCHED, EntryEvent.CASH_COLLECTED]
    money = [AccountCode.BANK, AccountCode.STRIPE, AccountCode.SANDBOX, AccountCode.CASH_COLLECTED]
    booked = Posting.objects.filter(entry__event__in=events, account__code__in=money)
    yield from _compare(
        "received money is booked",
        _sums(ReceivedMoney.objects.all(), "charge__reference"),
        _sums(booked, "entry__charge__reference"),
    )


def _suspense_is_the_queue() -> Iterator[Difference]:
    waiting = UnmatchedMoney.objects.filter(state=UnmatchedState.WAITING).aggregate(total=Sum("amount", default=0))
    suspense = Posting.objects.filter(account__code=AccountCode.SUSPENSE).aggregate(total=Sum("amount", default=0))
    if waiting["total"] != -suspense["total"]:
        yield Difference("suspense is the queue", "SUSPENSE", waiting["total"], -suspense["total"])


def _orders_are_accounted_for() -> Iterator[Difference]:
    """Taken, less released to sellers, less given back before release, is what is still held."""
    taken = _sums(Charge.objects.filter(order__isnull=False), "order__number", "captured_amount")
    given = _sums(_refunded_from_held(), "charge__order__number")
    released = _sums(
        SettlementLine.objects.filter(
            entry__event=EntryEvent.PART_RELEASED, kind__in=[SettlementKind.GOODS, SettlementKind.DELIVERY]
        ),
        "part__order__number",
    )
    held = _sums(Posting.objects.filter(account__code=AccountCode.ORDERS_HELD), "entry__order__number")
    expected = {number: taken[number] - given.get(number, 0) - released.get(number, 0) for number in taken}
    yield from _compare("order is accounted for", expected, {number: -amount for number, amount in held.items()})


def _settled_orders_hold_nothing() -> Iterator[Difference]:
    over = [SellerOrderState.DELIVERED, SellerOrderState.CANCELLED]
    open_orders = SellerOrder.objects.exclude(state__in=over).values("order_id")
    held = Posting.objects.filter(account__code=AccountCode.ORDERS_HELD, entry__order__parts__isnull=False)
    done = (
        get_model("order", "Order")
        .objects.filter(pk__in=held.values("entry__order_id"))
        .exclude(pk__in=open_orders)
        .annotate(
            held=Sum(
                "ledger_entries__postings__amount", filter=Q(ledger_entries__postings__account__code="ORDERS_HELD")
            )
        )
    )
    for number, amount in done.exclude(held=0).values_list("number", "held"):
        yield Difference("finished order holds nothing", number, 0, -amount)


def _sellers_are_owed_their_lines() -> Iterator[Difference]:
    owed = _sums(Posting.objects.filter(account__code=AccountCode.SELLER_PAYABLE), "account__seller__slug")
    lines = _sums(SettlementLine.objects.all(), "part__seller__slug")
    yield from _compare("seller is owed the lines", lines, {seller: -amount for seller, amount in owed.items()})


def _refunded_from_held() -> QuerySet[Refund]:
    after_release = Entry.objects.filter(
        event=EntryEvent.REFUND_REQUESTED, postings__account__code=AccountCode.SELLER_PAYABLE
    )
    return Refund.objects.exclude(state=RefundState.FAILED).exclude(pk__in=after_release.values("refund_id"))


def _sums(rows: QuerySet[Any], by: str, what: str = "amount") -> dict[str, Dong]:
    return dict(rows.order_by().values_list(by).annotate(total=Sum(what)))


def _compare(rule: str, expected: dict[str, Dong], found: dict[str, Dong]) -> Iterator[Difference]:
    for subject in sorted(expected.keys() | found.keys(), key=str):
        left, right = expected.get(subject, 0), found.get(subject, 0)
        if left != right:
            yield Difference(rule, str(subject), left, right)
