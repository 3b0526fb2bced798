from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.management import call_command

from payments.domain import charges, refunds
from payments.domain.refunds import RefundRequest
from payments.domain.settling import settle
from payments.models import Charge, ChargeState, Refund, RefundState, WebhookCall
from tests.payments.support import open_for, pay
from tests.support.fake_stripe import Refused
from tests.support.orders import NOW, make_order, make_seller

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(minutes=5)


def _order():
    return make_order((make_seller(), 250_000, 30_000))


class TestSettle:
    def test_nothing_to_do_does_nothing(self) -> None:
        settled = settle(at=NOW)

        assert (settled.expired, settled.looked_up, settled.refunded, settled.announced) == (0, 0, 0, 0)

    def test_stripe_that_is_down_is_asked_once_a_run(self, stripe) -> None:
        for _ in range(5):
            charges.prepare(charge=open_for(_order(), "stripe"), at=NOW)
        before = len(stripe.calls)
        stripe.refusals += [Refused(503, "api_error")] * 100

        settle(at=SOON)

        # The call and the library's own retry.
        assert len(stripe.calls) - before == 2

    def test_one_odd_answer_does_not_stop_the_others(self, stripe) -> None:
        paid = []
        for _ in range(3):
            charge = open_for(_order(), "stripe")
            charges.prepare(charge=charge, at=NOW)
            charge.refresh_from_db()
            stripe.confirm(charge.provider_id)
            paid.append(charge)
        stripe.intents[paid[0].provider_id]["currency"] = "usd"

        assert settle(at=SOON).looked_up == 2

        assert Charge.objects.filter(state=ChargeState.SUCCEEDED).count() == 2

    def test_refunds_that_officers_send_do_not_hold_up_the_others(self, stripe) -> None:
        by_hand = pay(open_for(_order(), "bank_transfer"))
        charge = open_for(_order(), "stripe")
        charges.prepare(charge=charge, at=NOW)
        charge.refresh_from_db()
        stripe.confirm(charge.provider_id)
        by_card = charges.look_up(charge=charge, at=NOW)
        for paid in (by_hand, by_card):
            request = RefundRequest(amount=1_000, reason="", idempotency_key=paid.reference)
            refunds.refund(charge=paid, request=request, at=NOW)

        assert settle(at=SOON, limit=1).refunded == 1

        assert Refund.objects.get(charge=by_hand).state == RefundState.PENDING
        assert Refund.objects.get(charge=by_card).state == RefundState.SUCCEEDED

    def test_rejected_calls_are_forgotten_after_a_month(self) -> None:
        for state in ("REJECTED", "FAILED"):
            WebhookCall.objects.create(gateway="stripe", body=b"", state=state, received_at=NOW)

        settle(at=NOW + timedelta(days=31))

        assert list(WebhookCall.objects.values_list("state", flat=True)) == ["FAILED"]


class TestCommand:
    def test_says_what_it_did(self) -> None:
        open_for(_order(), expires_at=NOW - timedelta(hours=1))
        out = io.StringIO()

        call_command("settle_charges", stdout=out)

        assert out.getvalue().startswith("expired 1, looked up 0")
