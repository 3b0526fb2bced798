"""Stripe's events in our words. Only what the event itself says is used; what it says may be old, and is checked
against the charge by `payments.domain.intake`."""

from __future__ import annotations

from typing import Any

from payments.gateways.protocol import News, NewsKind, UnexpectedAnswer

CURRENCY = "vnd"

_INTENT = {
    "payment_intent.succeeded": NewsKind.PAID,
    "payment_intent.processing": NewsKind.PROCESSING,
    "payment_intent.payment_failed": NewsKind.DECLINED,
    "payment_intent.canceled": NewsKind.CANCELLED,
}
_SESSION = {
    "checkout.session.async_payment_succeeded": NewsKind.PAID,
    "checkout.session.async_payment_failed": NewsKind.DECLINED,
    "checkout.session.expired": NewsKind.CANCELLED,
}
_REFUND = {"succeeded": NewsKind.REFUND_PAID, "failed": NewsKind.REFUND_FAILED, "canceled": NewsKind.REFUND_FAILED}
_DISPUTE = {
    "charge.dispute.funds_withdrawn": NewsKind.DISPUTE_OPENED,
    "charge.dispute.funds_reinstated": NewsKind.DISPUTE_WON,
}


def translate(event: dict[str, Any]) -> News:
    """Raises UnexpectedAnswer when an event about one of our charges is not in đồng."""
    kind, thing = str(event["type"]), event["data"]["object"]
    if kind in _INTENT:
        return _of_intent(event, _INTENT[kind], thing)
    if kind == "checkout.session.completed":
        is_paid = thing.get("payment_status") == "paid"
        return _of_session(event, NewsKind.PAID if is_paid else NewsKind.PROCESSING, thing)
    if kind in _SESSION:
        return _of_session(event, _SESSION[kind], thing)
    if kind in {"refund.updated", "refund.failed", "charge.refund.updated"}:
        return _of_refund(event, thing)
    if kind in _DISPUTE:
        return _of_dispute(event, _DISPUTE[kind], thing)
    if kind == "charge.dispute.closed" and thing.get("status") == "lost":
        return _of_dispute(event, NewsKind.DISPUTE_LOST, thing)
    return News(event_id=event["id"], event_type=kind, kind=NewsKind.OTHER)


def _of_intent(event: dict[str, Any], kind: NewsKind, intent: dict[str, Any]) -> News:
    failure = intent.get("last_payment_error") or {}
    reference = (intent.get("metadata") or {}).get("charge", "")
    return News(
        event_id=event["id"],
        event_type=event["type"],
        kind=kind,
        charge_reference=reference,
        provider_id=intent["id"],
        amount=_dong(intent, intent.get("amount_received") or 0, reference),
        detail=str(failure.get("decline_code") or failure.get("code") or ""),
    )


def _of_session(event: dict[str, Any], kind: NewsKind, session: dict[str, Any]) -> News:
    reference = (session.get("metadata") or {}).get("charge", "")
    is_paid = kind == NewsKind.PAID
    return News(
        event_id=event["id"],
        event_type=event["type"],
        kind=kind,
        charge_reference=reference,
        # Money is named after its PaymentIntent, whichever event tells of it.
        provider_id=session["payment_intent"] if is_paid else session["id"],
        amount=_dong(session, session.get("amount_total") or 0, reference),
    )


def _of_refund(event: dict[str, Any], refund: dict[str, Any]) -> News:
    reference = (refund.get("metadata") or {}).get("refund", "")
    return News(
        event_id=event["id"],
        event_type=event["type"],
        kind=_REFUND.get(refund.get("status", ""), NewsKind.OTHER) if reference else NewsKind.OTHER,
        refund_reference=reference,
        provider_id=refund["id"],
        amount=_dong(refund, refund.get("amount") or 0, reference),
        detail=str(refund.get("failure_reason") or ""),
    )


def _of_dispute(event: dict[str, Any], kind: NewsKind, dispute: dict[str, Any]) -> News:
    intent = dispute.get("payment_intent") or ""
    return News(
        event_id=event["id"],
        event_type=event["type"],
        kind=kind,
        provider_id=intent,
        amount=_dong(dispute, dispute.get("amount") or 0, intent),
        detail=dispute["id"],
    )


def _dong(thing: dict[str, Any], amount: int, reference: str) -> int:
    # Stripe counts VND in whole đồng (a zero-decimal currency): no division by 100.
    if reference and thing.get("currency") != CURRENCY:
        raise UnexpectedAnswer(currency=thing.get("currency"), thing=thing.get("id"))
    return amount
