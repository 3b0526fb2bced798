from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

import stripe
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from marketplace.kernel.money import Dong
from payments.gateways.protocol import (
    BadSignature,
    GatewayMisconfigured,
    Look,
    News,
    RefundAnswer,
    Standing,
    Start,
    UnexpectedAnswer,
)
from payments.gateways.stripe import news
from payments.gateways.stripe.client import get_client
from payments.gateways.stripe.errors import translated
from payments.models import Charge, Refund

logger = logging.getLogger(__name__)

_STANDINGS = {
    "requires_payment_method": Standing.WAITING,
    "requires_confirmation": Standing.WAITING,
    "requires_action": Standing.WAITING,
    "processing": Standing.PROCESSING,
    "requires_capture": Standing.PROCESSING,
    "succeeded": Standing.PAID,
    "canceled": Standing.CANCELLED,
}


class Stripe:
    """Cards, with the Payment Element on our page (a PaymentIntent) or on Stripe's own (a Checkout Session).

    A charge has one of the two at a time: `charge.provider_id` is `pi_…` or `cs_…`. Money is named after its
    PaymentIntent in both. May not: be believed without its signature, or without its amount, currency and charge.
    """

    code: ClassVar[str] = "stripe"
    name: ClassVar[str] = _("Thẻ quốc tế")
    hint: ClassVar[str] = _("Visa, Mastercard, JCB, American Express.")
    is_paid_on_delivery: ClassVar[bool] = False
    # Stripe refuses less than half a dollar and more than eight digits.
    minimum: ClassVar[Dong] = 15_000
    maximum: ClassVar[Dong] = 99_999_999
    hold: ClassVar[timedelta | None] = timedelta(minutes=30)
    grace: ClassVar[timedelta] = timedelta(0)
    is_refunded_by_hand: ClassVar[bool] = False

    def start(self, charge: Charge, *, site_url: str, is_hosted: bool = False) -> Start:
        with translated():
            return self._start_session(charge, site_url) if is_hosted else self._start_intent(charge)

    def look_up(self, charge: Charge) -> Look:
        if not charge.provider_id:
            return Look(standing=Standing.WAITING)
        with translated():
            if charge.provider_id.startswith("cs_"):
                return self._look_of_session(charge, self._session(charge.provider_id))
            return self._look_of_intent(charge, self._intent(charge.provider_id))

    def cancel(self, charge: Charge) -> Look:
        if not charge.provider_id:
            return Look(standing=Standing.CANCELLED)
        self.discard(charge.provider_id)
        return self.look_up(charge)

    def discard(self, provider_id: str) -> None:
        client = get_client()
        try:
            with translated():
                if provider_id.startswith("cs_"):
                    client.v1.checkout.sessions.expire(provider_id)
                else:
                    client.v1.payment_intents.cancel(provider_id)
        except GatewayMisconfigured as error:
            # It was over already; how, the next look says.
            logger.info("%s is not to be closed: %s", provider_id, error.details)

    def refund(self, refund: Refund) -> RefundAnswer:
        with translated():
            given = self._refund(refund)
        if given.status == "succeeded":
            return RefundAnswer(is_paid=True, provider_id=given.id)
        if given.status in {"failed", "canceled"}:
            return RefundAnswer(
                is_paid=False, provider_id=given.id, failure=str(given.to_dict().get("failure_reason") or given.status)
            )
        return RefundAnswer(is_paid=False, provider_id=given.id)

    def read_webhook(self, body: bytes, headers: Mapping[str, str]) -> News:
        # An empty secret would verify what anybody signs with nothing.
        if not settings.STRIPE_WEBHOOK_SECRET:
            raise GatewayMisconfigured(setting="STRIPE_WEBHOOK_SECRET")
        with translated():
            try:
                event = get_client().construct_event(
                    body, headers.get("Stripe-Signature", ""), settings.STRIPE_WEBHOOK_SECRET
                )
            except ValueError as error:
                # Not even text, or not JSON: Stripe never sends that.
                raise BadSignature from error
        return news.translate(event.to_dict())

    def _start_intent(self, charge: Charge) -> Start:
        intent = self._standing_intent(charge) or get_client().v1.payment_intents.create(
            params={
                "amount": charge.due_amount,
                "currency": news.CURRENCY,
                "automatic_payment_methods": {"enabled": True},
                "metadata": {"charge": charge.reference},
                "description": charge.reference,
            },
            # The former attempt is part of the key: going back from Stripe's page makes a new intent.
            options={"idempotency_key": f"intent:{charge.reference}:{charge.due_amount}:{charge.provider_id}"},
        )
        return Start(provider_id=intent.id, provider_data={"client_secret": intent.client_secret})

    def _standing_intent(self, charge: Charge) -> stripe.PaymentIntent | None:
        if not charge.provider_id.startswith("pi_"):
            return None
        intent = self._intent(charge.provider_id)
        if intent.amount != charge.due_amount and _STANDINGS.get(intent.status) == Standing.WAITING:
            return get_client().v1.payment_intents.update(intent.id, params={"amount": charge.due_amount})
        return intent

    def _start_session(self, charge: Charge, site_url: str) -> Start:
        back = site_url + reverse("pay", kwargs={"reference": charge.reference})
        session = get_client().v1.checkout.sessions.create(
            params={
                "mode": "payment",
                "client_reference_id": charge.reference,
                "metadata": {"charge": charge.reference},
                "payment_intent_data": {"metadata": {"charge": charge.reference}, "description": charge.reference},
                "line_items": [
                    {
                        "quantity": 1,
                        "price_data": {
                            "currency": news.CURRENCY,
                            "unit_amount": charge.due_amount,
                            "product_data": {
                                "name": gettext("Đơn hàng %(number)s")
                                % {"number": charge.order.number if charge.order else charge.reference}
                            },
                        },
                    }
                ],
                "success_url": site_url + reverse("pay-result", kwargs={"reference": charge.reference}),
                "cancel_url": back,
                "locale": "vi",
            },
            options={"idempotency_key": f"session:{charge.reference}:{charge.due_amount}:{charge.provider_id}"},
        )
        return Start(url=session.url or back, provider_id=session.id)

    def _intent(self, intent_id: str) -> stripe.PaymentIntent:
        return get_client().v1.payment_intents.retrieve(
            intent_id, params={"expand": ["latest_charge.balance_transaction"]}
        )

    def _session(self, session_id: str) -> stripe.checkout.Session:
        return get_client().v1.checkout.sessions.retrieve(session_id, params={"expand": ["payment_intent"]})

    def _look_of_intent(self, charge: Charge, intent: stripe.PaymentIntent) -> Look:
        said = intent.to_dict()
        _require_ours(charge, said)
        standing = _STANDINGS.get(intent.status, Standing.PROCESSING)
        return Look(standing=standing, amount=said.get("amount_received") or 0, provider_id=intent.id, fee=_fee(said))

    def _look_of_session(self, charge: Charge, session: stripe.checkout.Session) -> Look:
        said = session.to_dict()
        _require_ours(charge, said)
        if session.status == "expired":
            return Look(standing=Standing.CANCELLED)
        if session.status == "complete" and session.payment_status == "paid":
            intent = said["payment_intent"]
            return Look(
                standing=Standing.PAID,
                amount=said["amount_total"],
                provider_id=intent["id"] if isinstance(intent, dict) else intent,
            )
        return Look(standing=Standing.PROCESSING if session.status == "complete" else Standing.WAITING)

    def _refund(self, refund: Refund) -> stripe.Refund:
        client = get_client()
        if refund.provider_id:
            return client.v1.refunds.retrieve(refund.provider_id)
        paid_by = refund.charge.received.order_by("id").values_list("provider_id", flat=True)[0]
        return client.v1.refunds.create(
            params={
                "payment_intent": paid_by,
                "amount": refund.amount,
                "metadata": {"refund": refund.reference, "charge": refund.charge.reference},
            },
            options={"idempotency_key": f"refund:{refund.reference}"},
        )


def _require_ours(charge: Charge, said: dict[str, Any]) -> None:
    """Raises UnexpectedAnswer unless it is about this charge and in đồng."""
    is_ours = (said.get("metadata") or {}).get("charge") == charge.reference
    if not is_ours or said.get("currency") != news.CURRENCY:
        raise UnexpectedAnswer(charge=charge.reference, thing=said.get("id"), currency=said.get("currency"))


def _fee(intent: dict[str, Any]) -> Dong:
    """Known only where Stripe settles in đồng; elsewhere it is in another currency and not in these books."""
    latest = intent.get("latest_charge")
    balance = latest.get("balance_transaction") if isinstance(latest, dict) else None
    if isinstance(balance, dict) and balance.get("currency") == news.CURRENCY:
        return int(balance.get("fee") or 0)
    return 0
