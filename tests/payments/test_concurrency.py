"""Many at once, on PostgreSQL with real threads: the same payment, the same refund, the same webhook, the same key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from marketplace.kernel.errors import MarketplaceError
from payments import webhooks
from payments.domain import audit, cash, charges, refunds, settlement
from payments.domain.idempotency import once
from payments.domain.money_in import IncomingMoney
from payments.domain.refunds import RefundRequest
from payments.gateways.stripe.gateway import Stripe
from payments.models import Charge, ChargeState, Entry, IdempotencyKey, Refund, UnmatchedMoney, WebhookCall
from tests.payments.support import LATER, open_for, pay
from tests.support.orders import NOW, make_order, make_seller

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def order() -> Any:
    return make_order((make_seller("Chè Lan"), 500_000, 30_000), (make_seller("Ong Minh"), 180_000, 25_000))


@pytest.fixture(autouse=True)
def _books_balance_at_the_end() -> Iterator[None]:
    yield
    assert audit.find_differences() == []


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """All acts in threads that set off together; what each returned or how it was refused."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        connection.ensure_connection()
        barrier.wait()
        try:
            return act()
        except MarketplaceError as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


class TestCapture:
    def test_fifty_times_the_same_payment_is_one_entry(self, order) -> None:
        charge = open_for(order)

        at_once(*[lambda: pay(charge)] * 50)

        assert (Entry.objects.count(), UnmatchedMoney.objects.count()) == (1, 0)
        charge.refresh_from_db()
        assert (charge.state, charge.captured_amount) == (ChargeState.SUCCEEDED, 735_000)

    def test_two_payments_of_one_charge_pay_it_once(self, order) -> None:
        charge = open_for(order)

        at_once(*[lambda n=n: pay(charge, provider_id=f"gd-{n}") for n in range(8)])

        assert UnmatchedMoney.objects.filter(reason="DUPLICATE").count() == 7
        assert Entry.objects.filter(event="PAYMENT_CAPTURED").count() == 1

    def test_payment_and_expiry_race_and_one_of_them_wins(self) -> None:
        for _ in range(15):
            order = make_order((make_seller(), 100_000, 0))
            charge = open_for(order)

            at_once(lambda c=charge: pay(c, at=LATER), lambda: charges.expire_due(at=LATER + timedelta(seconds=1)))

            charge.refresh_from_db()
            late = UnmatchedMoney.objects.filter(received__charge=charge, reason="LATE").count()
            assert (charge.state, late) in {(ChargeState.SUCCEEDED, 0), (ChargeState.EXPIRED, 1)}

    def test_one_order_gets_one_live_charge(self, order) -> None:
        answers = at_once(*[lambda: open_for(order)] * 10)

        assert answers.count("charge_exists") == 9
        assert Charge.objects.count() == 1


class TestRefund:
    def test_two_at_once_never_give_back_more_than_was_taken(self, order) -> None:
        charge = pay(open_for(order))

        def give_back(key: str) -> Refund:
            request = RefundRequest(amount=400_000, reason="", idempotency_key=key)
            return refunds.refund(charge=charge, request=request, at=NOW)

        answers = at_once(*[lambda n=n: give_back(f"k{n}") for n in range(10)])

        assert answers.count("refund_too_large") == 9
        charge.refresh_from_db()
        assert charge.refunded_amount == 400_000

    def test_same_key_at_once_is_one_refund(self, order) -> None:
        charge = pay(open_for(order))
        request = RefundRequest(amount=1_000, reason="", idempotency_key="k")

        answers = at_once(*[lambda: refunds.refund(charge=charge, request=request, at=NOW).pk] * 10)

        assert len(set(answers)) == 1
        charge.refresh_from_db()
        assert charge.refunded_amount == 1_000

    def test_refund_and_release_of_a_part_never_spend_the_same_money(self) -> None:
        for _ in range(10):
            order = make_order((make_seller(), 100_000, 10_000))
            charge, part = pay(open_for(order)), order.parts.get()
            request = RefundRequest(amount=110_000, reason="", idempotency_key=f"k{order.pk}", part=part)

            answers = at_once(
                lambda c=charge, r=request: refunds.refund(charge=c, request=r, at=NOW).amount,
                lambda p=part: settlement.release_part(part=p, at=NOW).event,
            )

            assert answers[0] == 110_000
            assert answers[1] in {"PART_RELEASED", "money_not_held"}


class TestCash:
    def test_parcels_of_one_order_are_paid_at_two_doors(self, order) -> None:
        open_for(order, "cash_on_delivery", expires_at=None)
        parts = list(order.parts.all())

        at_once(*[lambda p=part: cash.collect_cash(part=p, at=NOW) for part in parts * 5])

        charge = Charge.objects.get()
        assert (charge.state, charge.captured_amount) == (ChargeState.SUCCEEDED, 735_000)
        assert Entry.objects.count() == 2


class TestWebhook:
    def test_twenty_deliveries_are_one_posting(self, order, stripe) -> None:
        charge = open_for(order, "stripe")
        charges.start(charge=charge, return_url="", at=NOW)
        charge.refresh_from_db()
        stripe.confirm(charge.provider_id)
        body, signature = stripe.signed(stripe.last("payment_intent.succeeded"))

        def deliver() -> str:
            headers = {"Stripe-Signature": signature}
            return webhooks.receive(gateway=Stripe(), body=body, headers=headers, at=NOW).state

        answers = at_once(*[deliver] * 20)

        assert sorted(answers) == ["PROCESSED", *["REPEATED"] * 19]
        assert Entry.objects.count() == 1
        assert WebhookCall.objects.count() == 20

    def test_webhook_and_return_of_the_payer_are_one_posting(self, order, stripe) -> None:
        charge = open_for(order, "stripe")
        charges.start(charge=charge, return_url="", at=NOW)
        charge.refresh_from_db()
        stripe.confirm(charge.provider_id)
        body, signature = stripe.signed(stripe.last("payment_intent.succeeded"))
        headers = {"Stripe-Signature": signature}

        at_once(
            lambda: webhooks.receive(gateway=Stripe(), body=body, headers=headers, at=NOW),
            *[lambda: charges.look_up(charge=charge, at=NOW)] * 5,
        )

        assert (Entry.objects.count(), UnmatchedMoney.objects.count()) == (1, 0)


class TestOnce:
    def test_ten_at_once_act_once_and_get_the_same_answer(self, order) -> None:
        def place() -> dict[str, str]:
            return {"charge": open_for(order).reference}

        answers = at_once(
            *[lambda: once(scope="checkout:1", key="k", body={"amount": 1}, at=NOW, act=place).value["charge"]] * 10
        )

        assert len(set(answers)) == 1
        assert (Charge.objects.count(), IdempotencyKey.objects.count()) == (1, 1)

    def test_another_body_at_once_is_refused(self) -> None:
        answers = at_once(
            *[
                lambda n=n: once(scope="s", key="k", body={"n": n}, at=NOW, act=lambda: {"n": n}).value["n"]
                for n in range(6)
            ]
        )

        assert answers.count("idempotency_conflict") == 5


class TestSameMoneyNamedTwice:
    def test_one_transfer_confirmed_for_two_charges_counts_once(self) -> None:
        first, second = (open_for(make_order((make_seller(), 100_000, 0)), "bank_transfer") for _ in range(2))

        answers = at_once(
            *[
                lambda c=c: (
                    charges.capture(charge=c, money=IncomingMoney(amount=100_000, provider_id="FT26328"), at=NOW).state
                )
                for c in (first, second)
            ]
        )

        assert sorted(answers) == ["SUCCEEDED", "provider_id_reused"]
