from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from payments.domain import audit, charges, refunds, settlement
from payments.domain.refunds import RefundRequest
from payments.models import Charge, Posting, Refund, UnmatchedMoney, triggers
from sellers.models import SellerOrderState
from tests.payments.support import open_for, pay
from tests.support.orders import NOW, make_order, make_seller

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    """Two parts: one delivered and partly refunded, one refunded before dispatch; and money that came twice."""
    order = make_order((make_seller("Chè Lan"), 500_000, 30_000), (make_seller("Ong Minh"), 180_000, 25_000))
    charge = pay(open_for(order))
    pay(charge, provider_id="again")
    first, second = order.parts.order_by("id")
    settlement.release_part(part=first, at=NOW)
    for part, amount in ((first, 100_000), (second, 205_000)):
        request = RefundRequest(amount=amount, reason="", idempotency_key=str(amount), part=part)
        refunds.pay_out(refund_id=refunds.refund(charge=charge, request=request, at=NOW).pk, at=NOW)
    order.parts.filter(pk=first.pk).update(state=SellerOrderState.DELIVERED)
    order.parts.filter(pk=second.pk).update(state=SellerOrderState.CANCELLED)
    return order


def _rules() -> list[str]:
    return sorted({difference.rule for difference in audit.find_differences()})


class TestFindDifferences:
    def test_honest_books_have_none(self, order) -> None:
        assert audit.find_differences() == []

    def test_charge_that_says_more_than_was_posted(self, order) -> None:
        Charge.objects.update(amount=999_999, captured_amount=999_999)

        assert _rules() == ["charge is its order's total", "charge is posted once", "order is accounted for"]

    def test_refund_that_was_never_sent(self, order) -> None:
        Refund.objects.filter(amount=100_000).update(state="PENDING", closed_at=None)

        assert _rules() == ["refund is posted"]

    def test_charge_that_forgot_a_refund(self, order) -> None:
        Charge.objects.update(refunded_amount=1)

        assert _rules() == ["charge knows its refunds"]

    def test_queue_that_lost_an_item(self, order) -> None:
        UnmatchedMoney.objects.all().delete()

        assert _rules() == ["suspense is the queue"]

    def test_finished_order_that_still_holds_money(self) -> None:
        order = make_order((make_seller(), 100_000, 0))
        pay(open_for(order))
        order.parts.update(state=SellerOrderState.DELIVERED)

        assert _rules() == ["finished order holds nothing"]

    def test_posting_changed_behind_the_triggers(self, order) -> None:
        triggers.remove()
        Posting.objects.filter(account__code="SANDBOX", amount=735_000).update(amount=735_001)

        assert _rules() == ["entry sums to zero", "received money is booked", "trial balance", "triggers"]

    def test_seller_paid_without_lines(self, order) -> None:
        triggers.remove()
        order.parts.first().settlement_lines.filter(kind="VAT").delete()
        triggers.install()

        assert _rules() == ["seller is owed the lines"]


class TestCheckLedger:
    def test_says_that_the_books_balance(self, order) -> None:
        out = io.StringIO()

        call_command("check_ledger", stdout=out)

        assert "no difference" in out.getvalue()

    def test_names_the_difference_and_fails(self, order) -> None:
        Charge.objects.update(refunded_amount=1)
        out = io.StringIO()

        with pytest.raises(CommandError, match="1 differences"):
            call_command("check_ledger", stdout=out)

        assert order.charges.get().reference in out.getvalue()


class TestTrialBalance:
    def test_sums_to_zero(self, order) -> None:
        balance = dict(audit.trial_balance())

        assert sum(balance.values()) == 0
        assert balance["SUSPENSE"] == -735_000
        assert charges.expire_due(at=NOW) == 0
