from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from payments.domain import audit, charges, refunds
from payments.domain.charges import AmountTooLarge, AmountTooSmall, ChargeClosed
from payments.domain.refunds import RefundRequest
from payments.domain.settling import settle
from payments.gateways.protocol import (
    GatewayDeclined,
    GatewayMisconfigured,
    GatewayUnavailable,
    UnexpectedAnswer,
)
from payments.models import Charge, ChargeEventKind, ChargeState, Entry, Refund, RefundState, UnmatchedMoney
from tests.payments.support import LATER, legs, open_for
from tests.support.fake_stripe import Refused
from tests.support.orders import NOW, make_order, make_seller

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    return make_order((make_seller("Chè Lan"), 250_000, 30_000))


@pytest.fixture
def charge(order, stripe) -> Charge:
    charge = open_for(order, "stripe")
    charges.start(charge=charge, return_url="/don-hang/X/", at=NOW)
    charge.refresh_from_db()
    return charge


class TestStart:
    def test_intent_is_in_whole_dong_and_names_its_charge(self, charge, stripe) -> None:
        intent = stripe.intents[charge.provider_id]

        assert (intent["amount"], intent["currency"]) == (280_000, "vnd")
        assert intent["metadata"] == {"charge": charge.reference}
        assert charge.provider_data["client_secret"] == intent["client_secret"]

    def test_starting_again_keeps_the_intent(self, charge, stripe) -> None:
        for _ in range(3):
            charges.prepare(charge=charge, at=NOW)

        assert list(stripe.intents) == [charge.provider_id]

    def test_two_at_once_make_one_intent(self, order, stripe) -> None:
        charge = open_for(order, "stripe")
        first, second = Charge.objects.get(pk=charge.pk), Charge.objects.get(pk=charge.pk)

        for same in (first, second):
            charges.prepare(charge=same, at=NOW)

        assert len(stripe.intents) == 1

    def test_charge_that_closes_meanwhile_leaves_nothing_to_pay(self, order, stripe) -> None:
        charge = open_for(order, "stripe")
        Charge.objects.filter(pk=charge.pk).update(state="EXPIRED", closed_at=NOW)

        with pytest.raises(ChargeClosed):
            charges.prepare(charge=charge, at=NOW)

        assert [intent["status"] for intent in stripe.intents.values()] == ["canceled"]

    def test_changed_amount_changes_the_intent(self, charge, stripe) -> None:
        request = RefundRequest(amount=30_000, reason="", idempotency_key="k")
        refunds.call_off(charge=charge, request=request, at=NOW)
        charge.refresh_from_db()

        charges.prepare(charge=charge, at=NOW)

        assert stripe.intents[charge.provider_id]["amount"] == 250_000

    def test_busy_stripe_does_not_undo_the_order(self, order, stripe) -> None:
        charge = open_for(order, "stripe")
        stripe.refusals += [Refused(500, "api_error")] * 5

        step = charges.start(charge=charge, return_url="/don-hang/X/", at=NOW)

        assert step.url == charge.get_absolute_url()
        stripe.refusals.clear()
        charge.refresh_from_db()
        assert charges.prepare(charge=charge, at=NOW).url == charge.get_absolute_url()
        assert len(stripe.intents) == 1

    def test_key_used_for_other_parameters_is_not_sent_twice(self, charge, stripe) -> None:
        stripe._answers[f"intent:{charge.reference}:280000:"] = ("other", 200, {})
        Charge.objects.filter(pk=charge.pk).update(provider_id="")
        charge.refresh_from_db()

        with pytest.raises(GatewayMisconfigured):
            charges.prepare(charge=charge, at=NOW)

    def test_without_a_key_it_is_misconfigured(self, order, stripe, settings) -> None:
        settings.STRIPE_SECRET_KEY = ""
        with pytest.raises(GatewayMisconfigured):
            charges.prepare(charge=open_for(order, "stripe"), at=NOW)

    def test_wrong_key_is_misconfigured(self, order, stripe, settings) -> None:
        settings.STRIPE_SECRET_KEY = "sk_test_sai"
        with pytest.raises(GatewayMisconfigured):
            charges.prepare(charge=open_for(order, "stripe"), at=NOW)

    def test_stripe_that_is_down_is_unavailable(self, order, stripe, settings) -> None:
        settings.STRIPE_API_BASE = "http://127.0.0.1:9"
        with pytest.raises(GatewayUnavailable):
            charges.prepare(charge=open_for(order, "stripe"), at=NOW)

    def test_declined_request_is_declined(self, order, stripe) -> None:
        stripe.refusals.append(Refused(402, "card_error", "card_declined"))
        with pytest.raises(GatewayDeclined):
            charges.prepare(charge=open_for(order, "stripe"), at=NOW)

    def test_amounts_that_stripe_refuses_are_refused_before(self, stripe) -> None:
        for goods, error in ((14_999, AmountTooSmall), (100_000_000, AmountTooLarge)):
            with pytest.raises(error):
                open_for(make_order((make_seller(), goods, 0)), "stripe")


class TestLookUp:
    def test_paid(self, charge, stripe) -> None:
        stripe.confirm(charge.provider_id)

        paid = charges.look_up(charge=charge, at=NOW)

        assert (paid.state, paid.captured_amount) == (ChargeState.SUCCEEDED, 280_000)
        assert legs(Entry.objects.get()) == {"STRIPE": 280_000, "ORDERS_HELD": -280_000}
        assert audit.find_differences() == []

    def test_three_d_secure(self, charge, stripe) -> None:
        stripe.confirm(charge.provider_id, "3ds")
        assert charges.look_up(charge=charge, at=NOW).state == ChargeState.OPEN

        stripe.authenticate(charge.provider_id, is_right=False)
        assert charges.look_up(charge=charge, at=NOW).state == ChargeState.OPEN

        stripe.confirm(charge.provider_id, "3ds")
        stripe.authenticate(charge.provider_id, is_right=True)
        assert charges.look_up(charge=charge, at=NOW).state == ChargeState.SUCCEEDED

    def test_slow_bank_is_processing_and_does_not_expire(self, charge, stripe) -> None:
        stripe.confirm(charge.provider_id, "slow")
        assert charges.look_up(charge=charge, at=NOW).state == ChargeState.PROCESSING

        assert charges.expire_due(at=LATER) == 0
        charge.refresh_from_db()
        assert charge.state == ChargeState.PROCESSING

        stripe.confirm(charge.provider_id)
        assert settle(at=LATER).expired == 0
        charge.refresh_from_db()
        assert charge.state == ChargeState.SUCCEEDED

    def test_answer_about_another_charge_or_currency_books_nothing(self, charge, stripe) -> None:
        stripe.confirm(charge.provider_id)
        for wrong in ({"metadata": {"charge": "XTKHAC"}}, {"currency": "usd"}, {"metadata": {}}):
            right = dict(stripe.intents[charge.provider_id])
            stripe.intents[charge.provider_id] |= wrong
            with pytest.raises(UnexpectedAnswer):
                charges.look_up(charge=charge, at=NOW)
            stripe.intents[charge.provider_id] = right

        assert Entry.objects.count() == 0

    def test_fee_is_booked_where_stripe_settles_in_dong(self, charge, stripe) -> None:
        stripe.confirm(charge.provider_id)
        stripe.intents[charge.provider_id]["latest_charge"] = {
            "id": "ch_1",
            "balance_transaction": {"id": "txn_1", "currency": "vnd", "fee": 12_000},
        }

        charges.look_up(charge=charge, at=NOW)

        assert legs(Entry.objects.get(event="GATEWAY_FEE")) == {"GATEWAY_FEES": 12_000, "STRIPE": -12_000}


class TestExpire:
    def test_intent_is_cancelled_first(self, charge, stripe) -> None:
        assert charges.expire_due(at=LATER) == 1

        assert stripe.intents[charge.provider_id]["status"] == "canceled"

    def test_payment_made_in_the_last_second_wins(self, charge, stripe) -> None:
        stripe.confirm(charge.provider_id)

        assert charges.expire_due(at=LATER) == 0

        charge.refresh_from_db()
        assert charge.state == ChargeState.SUCCEEDED

    def test_stripe_that_is_down_is_waited_for_an_hour(self, charge, stripe, settings) -> None:
        settings.STRIPE_API_BASE = "http://127.0.0.1:9"

        assert charges.expire_due(at=LATER) == 0
        assert charges.expire_due(at=LATER + timedelta(hours=1)) == 1

    def test_cancelled_charge_cancels_its_intent_after_commit(
        self, charge, stripe, django_capture_on_commit_callbacks
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            charges.cancel(charge=charge, reason="khách huỷ", at=NOW)

        assert stripe.intents[charge.provider_id]["status"] == "canceled"


class TestHostedPage:
    def _go(self, client, charge):
        return client.post(reverse("pay-hosted", args=[charge.reference]))

    def test_payer_without_scripts_is_sent_to_stripe_and_comes_back(self, client, charge, stripe) -> None:
        response = self._go(client, charge)
        charge.refresh_from_db()
        session = stripe.sessions[charge.provider_id]
        assert response["Location"] == session["url"]
        assert (session["amount_total"], session["currency"]) == (280_000, "vnd")

        stripe.complete(charge.provider_id)
        back = client.get(reverse("pay-result", args=[charge.reference]))

        assert back["Location"] == "/don-hang/X/"
        charge.refresh_from_db()
        assert charge.state == ChargeState.SUCCEEDED

    def test_only_one_of_intent_and_session_can_be_paid(self, client, charge, stripe) -> None:
        first = charge.provider_id
        self._go(client, charge)
        charge.refresh_from_db()
        assert stripe.intents[first]["status"] == "canceled"

        client.get(charge.get_absolute_url())
        assert stripe.sessions[charge.provider_id]["status"] == "expired"
        charge.refresh_from_db()
        assert stripe.intents[charge.provider_id]["status"] == "requires_payment_method"
        assert charge.state == ChargeState.OPEN

    def test_busy_stripe_keeps_the_payer_here(self, client, charge, stripe) -> None:
        stripe.refusals += [Refused(503, "api_error")] * 3

        assert self._go(client, charge)["Location"] == charge.get_absolute_url()

    def test_other_methods_have_none(self, client, stripe, order) -> None:
        assert self._go(client, open_for(order, "bank_transfer")).status_code == 404


class TestPayPage:
    def test_element_gets_its_key_and_secret(self, client, charge, stripe) -> None:
        page = client.get(charge.get_absolute_url()).content.decode()

        assert f'data-secret="{charge.provider_data["client_secret"]}"' in page
        assert 'data-key="pk_test_gia"' in page
        assert "Trả trên trang của Stripe" in page
        assert "sk_test" not in page
        assert "whsec" not in page

    def test_page_opens_while_stripe_is_down(self, client, charge, settings) -> None:
        settings.STRIPE_API_BASE = "http://127.0.0.1:9"

        page = client.get(charge.get_absolute_url()).content.decode()

        assert "Cổng thanh toán đang bận" in page

    def test_paid_meanwhile_leads_on(self, client, charge, stripe) -> None:
        stripe.confirm(charge.provider_id)

        response = client.get(charge.get_absolute_url())

        assert response["Location"] == reverse("pay-result", args=[charge.reference])
        charge.refresh_from_db()
        assert charge.state == ChargeState.SUCCEEDED


class TestRefund:
    def _paid(self, charge, stripe) -> Charge:
        stripe.confirm(charge.provider_id)
        return charges.look_up(charge=charge, at=NOW)

    def _refund(self, charge: Charge, amount: int, key: str = "k") -> Refund:
        request = RefundRequest(amount=amount, reason="Hết hàng", idempotency_key=key)
        given = refunds.refund(charge=charge, request=request, at=NOW)
        return refunds.pay_out(refund_id=given.pk, at=NOW)

    def test_partial_then_the_rest(self, charge, stripe) -> None:
        paid = self._paid(charge, stripe)

        assert self._refund(paid, 100_000, "a").state == RefundState.SUCCEEDED
        assert self._refund(paid, 180_000, "b").state == RefundState.SUCCEEDED

        assert sorted(refund["amount"] for refund in stripe.refunds.values()) == [100_000, 180_000]
        assert audit.find_differences() == []
        assert dict(audit.trial_balance())["STRIPE"] == 0

    def test_asked_again_after_a_lost_answer_it_is_one_refund(self, charge, stripe) -> None:
        paid = self._paid(charge, stripe)
        stripe.refusals.append(Refused(500, "api_error"))
        stripe.refusals.append(Refused(500, "api_error"))
        given = self._refund(paid, 100_000)
        assert given.state == RefundState.PENDING

        for _ in range(3):
            settle(at=LATER)

        given.refresh_from_db()
        assert given.state == RefundState.SUCCEEDED
        assert len(stripe.refunds) == 1

    def test_slow_refund_is_looked_up(self, charge, stripe) -> None:
        paid = self._paid(charge, stripe)
        stripe.refund_status = "pending"
        given = self._refund(paid, 100_000)
        assert (given.state, given.provider_id) == (RefundState.PENDING, next(iter(stripe.refunds)))

        stripe.refunds[given.provider_id]["status"] = "succeeded"
        settle(at=LATER)

        given.refresh_from_db()
        assert given.state == RefundState.SUCCEEDED
        assert audit.find_differences() == []

    def test_refused_refund_puts_everything_back(self, charge, stripe) -> None:
        paid = self._paid(charge, stripe)
        stripe.refund_status = "failed"

        assert self._refund(paid, 100_000).state == RefundState.FAILED

        paid.refresh_from_db()
        assert paid.refunded_amount == 0
        assert audit.find_differences() == []


class TestLostWebhook:
    def test_settle_finds_the_payment(self, charge, stripe) -> None:
        stripe.confirm(charge.provider_id)

        settled = settle(at=NOW + timedelta(minutes=5))

        assert settled.looked_up == 1
        charge.refresh_from_db()
        assert charge.state == ChargeState.SUCCEEDED
        assert charge.events.filter(kind=ChargeEventKind.SUCCEEDED).count() == 1
        assert UnmatchedMoney.objects.count() == 0
