from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support import fake_stripe
from tests.support.fake_stripe import FakeStripe


@pytest.fixture
def stripe(settings) -> Iterator[FakeStripe]:
    with fake_stripe.running() as fake:
        settings.STRIPE_SECRET_KEY = fake_stripe.SECRET_KEY
        settings.STRIPE_PUBLISHABLE_KEY = fake_stripe.PUBLISHABLE_KEY
        settings.STRIPE_WEBHOOK_SECRET = fake_stripe.WEBHOOK_SECRET
        settings.STRIPE_API_BASE = fake.url
        settings.PAYMENT_METHODS = ["stripe", "bank_transfer", "cash_on_delivery"]
        yield fake
