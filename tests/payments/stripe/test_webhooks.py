from __future__ import annotations

import itertools
import time

import pytest

from payments.domain import audit, charges, refunds
from payments.domain.refunds import RefundRequest
from payments.models import (
    Charge,
    ChargeState,
    Entry,
    Refund,
    RefundState,
    UnmatchedMoney,
    WebhookCall,
    WebhookState,
)
from tests.payments.support import LATER, legs, open_for
from tests.support.fake_stripe import FakeStripe
from tests.support.orders import NOW, make_order, make_seller

pytestmark = pytest.mark.django_db
URL = "/thanh-toan/bao/stripe/"


@pytest.fixture
def charge(stripe) -> Charge:
    charge = open_for(make_order((make_seller("Chè Lan"), 250_000, 30_000)), "stripe")
    charges.start(charge=charge, return_url="", at=NOW)
    charge.refresh_from_db()
    return charge


def _send(client, stripe: FakeStripe, event, **signing) -> int:
    body, signature = stripe.signed(event, **signing)
    return client.post(URL, body, content_type="application/json", headers={"Stripe-Signature": signature}).status_code


class TestSignedEvents:
    def test_payment_is_taken_once_however_often_it_is_told(self, client, stripe, charge) -> None:
        stripe.confirm(charge.provider_id)
        event = stripe.last("payment_intent.succeeded")

        assert [_send(client, stripe, event) for _ in range(4)] == [200] * 4

        charge.refresh_from_db()
        assert (charge.state, Entry.objects.count()) == (ChargeState.SUCCEEDED, 1)
        assert sorted(WebhookCall.objects.values_list("state", flat=True)) == ["PROCESSED", *["REPEATED"] * 3]

    def test_any_order_ends_the_same(self, client, stripe) -> None:
        """Declined, slow, paid: told in all six orders, each with repetitions."""
        for order in itertools.permutations(range(3)):
            charge = open_for(make_order((make_seller(), 250_000, 30_000)), "stripe")
            charges.start(charge=charge, return_url="", at=NOW)
            charge.refresh_from_db()
            first = len(stripe.events)
            for card in ("declined", "slow", "visa"):
                stripe.confirm(charge.provider_id, card)
            told = stripe.events[first:]

            for index in (*order, *order):
                assert _send(client, stripe, told[index]) == 200

            charge.refresh_from_db()
            assert (charge.state, charge.captured_amount) == (ChargeState.SUCCEEDED, 280_000)
            assert charge.entries.count() == 1
        assert UnmatchedMoney.objects.count() == 0

    def test_late_payment_of_an_expired_charge_is_set_aside(self, client, stripe, charge) -> None:
        stripe.confirm(charge.provider_id)
        Charge.objects.filter(pk=charge.pk).update(state="EXPIRED", closed_at=LATER)

        assert _send(client, stripe, stripe.last("payment_intent.succeeded")) == 200

        assert UnmatchedMoney.objects.get().reason == "LATE"
        assert audit.find_differences() == []

    def test_session_and_its_intent_tell_of_one_payment(self, client, stripe, charge) -> None:
        charges.prepare(charge=charge, at=NOW, is_hosted=True)
        charge.refresh_from_db()
        stripe.complete(charge.provider_id)

        for kind in ("checkout.session.completed", "payment_intent.succeeded"):
            assert _send(client, stripe, stripe.last(kind)) == 200

        charge.refresh_from_db()
        assert (charge.state, Entry.objects.count(), UnmatchedMoney.objects.count()) == (ChargeState.SUCCEEDED, 1, 0)

    def test_replaced_intent_that_is_cancelled_means_nothing(self, client, stripe, charge) -> None:
        charges.prepare(charge=charge, at=NOW, is_hosted=True)

        assert _send(client, stripe, stripe.last("payment_intent.canceled")) == 200

        charge.refresh_from_db()
        assert charge.state == ChargeState.OPEN

    def test_decline_leaves_the_charge_open_with_its_reason(self, client, stripe, charge) -> None:
        stripe.confirm(charge.provider_id, "declined")

        assert _send(client, stripe, stripe.last("payment_intent.payment_failed")) == 200

        charge.refresh_from_db()
        assert charge.state == ChargeState.OPEN
        assert charge.events.get(kind="DECLINED").detail == {"reason": "insufficient_funds"}

    def test_refund_that_fails_later_puts_everything_back(self, client, stripe, charge) -> None:
        stripe.confirm(charge.provider_id)
        paid = charges.look_up(charge=charge, at=NOW)
        request = RefundRequest(amount=100_000, reason="", idempotency_key="k")
        given = refunds.pay_out(refund_id=refunds.refund(charge=paid, request=request, at=NOW).pk, at=NOW)
        assert given.state == RefundState.SUCCEEDED

        for _ in range(2):
            assert _send(client, stripe, stripe.fail_refund(given.provider_id)) == 200

        assert Refund.objects.get().state == RefundState.FAILED
        assert audit.find_differences() == []
        assert dict(audit.trial_balance())["STRIPE"] == 280_000

    def test_dispute_lost_and_won(self, client, stripe, charge) -> None:
        stripe.confirm(charge.provider_id)
        charges.look_up(charge=charge, at=NOW)

        withdrawn = stripe.withdraw(charge.provider_id)
        won = stripe.withdraw(charge.provider_id, "charge.dispute.funds_reinstated")
        for event in (won, withdrawn, won):
            assert _send(client, stripe, event) == 200

        assert dict(audit.trial_balance()) == {"STRIPE": 280_000, "DISPUTED": 0, "ORDERS_HELD": -280_000}
        assert audit.find_differences() == []

    def test_lost_dispute_is_a_loss(self, client, stripe, charge) -> None:
        stripe.confirm(charge.provider_id)
        charges.look_up(charge=charge, at=NOW)

        for kind, status in (("charge.dispute.funds_withdrawn", ""), ("charge.dispute.closed", "lost")):
            assert _send(client, stripe, stripe.withdraw(charge.provider_id, kind, status)) == 200

        assert legs(Entry.objects.get(event="DISPUTE_LOST")) == {"DISPUTE_LOSSES": 280_000, "DISPUTED": -280_000}

    def test_event_of_another_system_in_the_account_is_left_alone(self, client, stripe, charge) -> None:
        intent = stripe._new_intent({"amount": 50_000, "currency": "usd"}, metadata={})
        stripe.confirm(intent["id"])

        assert _send(client, stripe, stripe.last("payment_intent.succeeded")) == 200
        assert _send(client, stripe, stripe._tell("customer.created", {"id": "cus_1"})) == 200

        assert Entry.objects.count() == 0


class TestRefusedCalls:
    def test_wrong_missing_and_old_signatures_are_refused(self, client, stripe, charge) -> None:
        stripe.confirm(charge.provider_id)
        event = stripe.last("payment_intent.succeeded")

        assert _send(client, stripe, event, secret="whsec_khac") == 400
        assert _send(client, stripe, event, secret="") == 400
        assert _send(client, stripe, event, at=time.time() - 3600) == 400
        assert client.post(URL, b"{}", content_type="application/json").status_code == 400
        assert client.post(URL, b"\xff\x00", content_type="application/json").status_code == 400

        charge.refresh_from_db()
        assert (charge.state, Entry.objects.count()) == (ChargeState.OPEN, 0)
        assert set(WebhookCall.objects.values_list("state", flat=True)) == {"REJECTED"}

    def test_changed_body_is_refused(self, client, stripe, charge) -> None:
        stripe.confirm(charge.provider_id)
        body, signature = stripe.signed(stripe.last("payment_intent.succeeded"))

        changed = body.replace(b"280000", b"980000")
        response = client.post(URL, changed, content_type="application/json", headers={"Stripe-Signature": signature})

        assert (response.status_code, Entry.objects.count()) == (400, 0)

    def test_without_a_secret_nobody_is_believed(self, client, stripe, charge, settings) -> None:
        settings.STRIPE_WEBHOOK_SECRET = ""
        stripe.confirm(charge.provider_id)

        assert _send(client, stripe, stripe.last("payment_intent.succeeded"), secret="") == 500
        assert Entry.objects.count() == 0

    def test_only_posts_of_a_sensible_size_to_gateways_on_offer(self, client, stripe, settings) -> None:
        assert client.get(URL).status_code == 405
        assert client.post(URL, b"x" * 300_000, content_type="application/json").status_code == 413
        assert client.post("/thanh-toan/bao/momo/", b"{}", content_type="application/json").status_code == 404
        settings.PAYMENT_METHODS = ["bank_transfer"]
        assert client.post(URL, b"{}", content_type="application/json").status_code == 404
        assert WebhookCall.objects.count() == 0

    def test_no_more_than_the_beginning_of_a_rejected_body_is_kept(self, client, stripe) -> None:
        client.post(URL, b"x" * 100_000, content_type="application/json")

        assert len(bytes(WebhookCall.objects.get().body)) == 2048


class TestFailure:
    def test_unknown_charge_is_kept_with_its_traceback_and_sent_again(self, client, stripe, charge) -> None:
        intent = stripe._new_intent({"amount": 50_000, "currency": "vnd"}, metadata={"charge": "XTKHONGCOAAA"})
        stripe.confirm(intent["id"])
        event = stripe.last("payment_intent.succeeded")

        assert [_send(client, stripe, event) for _ in range(2)] == [500, 500]

        call = WebhookCall.objects.first()
        assert (call.state, call.event_id, call.processed_at) == (WebhookState.FAILED, event["id"], None)
        assert "UnknownSubject" in call.traceback
        assert bytes(call.body) == stripe.signed(event)[0]

    def test_failed_call_succeeds_when_it_is_sent_again(self, client, stripe, charge) -> None:
        stripe.confirm(charge.provider_id)
        event = stripe.last("payment_intent.succeeded")
        Charge.objects.filter(pk=charge.pk).update(reference="XTAAAAAAAAAA")
        assert _send(client, stripe, event) == 500
        Charge.objects.filter(pk=charge.pk).update(reference=charge.reference)

        assert _send(client, stripe, event) == 200

        charge.refresh_from_db()
        assert charge.state == ChargeState.SUCCEEDED

    def test_payment_in_another_currency_books_nothing(self, client, stripe, charge) -> None:
        stripe.confirm(charge.provider_id)
        event = stripe.last("payment_intent.succeeded")
        event["data"]["object"]["currency"] = "usd"

        assert _send(client, stripe, event) == 500
        assert Entry.objects.count() == 0
