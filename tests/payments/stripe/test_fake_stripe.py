"""The fake's shapes are Stripe's: every field it answers is one that stripe-mock (made from Stripe's own OpenAPI
document) answers too, of the same type; and Stripe's document accepts every request of ours."""

from __future__ import annotations

from typing import Any

import pytest
import stripe as library
from django.conf import settings as project

from payments.domain import charges, refunds
from payments.domain.refunds import RefundRequest
from payments.gateways.stripe.gateway import Stripe
from payments.models import Charge
from tests.payments.support import open_for
from tests.support.fake_stripe import FakeStripe
from tests.support.orders import NOW, make_order, make_seller

# The mock shows these with another type than its document says, or leaves them null.
_LOOSE = {"last_payment_error", "metadata", "url", "latest_charge", "charge", "reason", "payment_intent"}


@pytest.fixture
def mock() -> library.StripeClient:
    return library.StripeClient("sk_test_123", base_addresses={"api": project.STRIPE_MOCK_URL})


@pytest.mark.stripe_mock
@pytest.mark.django_db
class TestShapes:
    def _paid(self, stripe: FakeStripe) -> Charge:
        charge = open_for(make_order((make_seller(), 250_000, 30_000)), "stripe")
        charges.start(charge=charge, return_url="", at=NOW)
        charge.refresh_from_db()
        stripe.confirm(charge.provider_id)
        return charges.look_up(charge=charge, at=NOW)

    def test_intent(self, stripe, mock) -> None:
        self._paid(stripe)
        intent = next(iter(stripe.intents.values()))

        _compare(intent, mock.v1.payment_intents.retrieve("pi_1").to_dict())

    def test_session(self, stripe, mock) -> None:
        charge = open_for(make_order((make_seller(), 250_000, 30_000)), "stripe")
        charges.prepare(charge=charge, at=NOW, is_hosted=True)
        session = next(iter(stripe.sessions.values()))

        _compare(session, mock.v1.checkout.sessions.retrieve("cs_1").to_dict())

    def test_refund(self, stripe, mock) -> None:
        paid = self._paid(stripe)
        request = RefundRequest(amount=1_000, reason="", idempotency_key="k")
        refunds.pay_out(refund_id=refunds.refund(charge=paid, request=request, at=NOW).pk, at=NOW)

        _compare(next(iter(stripe.refunds.values())), mock.v1.refunds.retrieve("re_1").to_dict())

    def test_event(self, stripe, mock) -> None:
        self._paid(stripe)

        _compare(stripe.events[-1], mock.v1.events.retrieve("evt_1").to_dict(), loose={"data", "request"})


@pytest.mark.stripe_mock
@pytest.mark.django_db
class TestRequests:
    """stripe-mock refuses a parameter that Stripe does not know."""

    @pytest.fixture(autouse=True)
    def _real_document(self, settings) -> None:
        settings.STRIPE_SECRET_KEY = "sk_test_123"
        settings.STRIPE_API_BASE = project.STRIPE_MOCK_URL
        settings.PAYMENT_METHODS = ["stripe"]

    def _charge(self) -> Charge:
        return open_for(make_order((make_seller(), 250_000, 30_000)), "stripe")

    def test_intent_session_and_closing(self) -> None:
        gateway, charge = Stripe(), self._charge()

        intent = gateway.start(charge, site_url="http://localhost:8000")
        session = gateway.start(charge, site_url="http://localhost:8000", is_hosted=True)
        gateway.discard("pi_1")
        gateway.discard("cs_1")

        assert intent.provider_id.startswith("pi_")
        assert intent.provider_data["client_secret"]
        assert session.provider_id.startswith("cs_")
        assert session.url.startswith("http")

    def test_refund(self) -> None:
        charge = self._charge()
        charges.capture(charge=charge, money=charges.IncomingMoney(amount=charge.amount, provider_id="pi_1"), at=NOW)
        request = RefundRequest(amount=1_000, reason="", idempotency_key="k")

        given = refunds.refund(charge=charge, request=request, at=NOW)

        assert Stripe().refund(given).provider_id.startswith("re_")


def _compare(ours: dict[str, Any], theirs: dict[str, Any], loose: set[str] = frozenset()) -> None:
    for name, value in ours.items():
        if name.startswith("_"):
            continue
        assert name in theirs, name
        if name not in _LOOSE | loose and value is not None and theirs[name] is not None:
            assert type(value) is type(theirs[name]), name
