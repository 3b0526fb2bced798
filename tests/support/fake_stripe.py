"""A small Stripe that remembers, on the loopback: PaymentIntents, Checkout Sessions, refunds, idempotency keys, events.

stripe-mock answers with Stripe's shapes and remembers nothing; this remembers, and its shapes are checked against
stripe-mock's (tests/payments/test_fake_stripe.py). What a payer does in a browser, a test does with `confirm`,
`authenticate` and `complete`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

SECRET_KEY = "sk_test_gia"
PUBLISHABLE_KEY = "pk_test_gia"
WEBHOOK_SECRET = "whsec_gia"

Thing = dict[str, Any]


class Refused(Exception):
    def __init__(self, status: int, kind: str, code: str = "", message: str = "") -> None:
        self.status = status
        self.body = {"error": {"type": kind, "code": code, "message": message or code}}


@dataclass
class FakeStripe:
    url: str = ""
    intents: dict[str, Thing] = field(default_factory=dict)
    sessions: dict[str, Thing] = field(default_factory=dict)
    refunds: dict[str, Thing] = field(default_factory=dict)
    events: list[Thing] = field(default_factory=list)
    # "POST /v1/refunds" and so on, as they came.
    calls: list[str] = field(default_factory=list)
    # Answers for the next requests, whatever they are.
    refusals: list[Refused] = field(default_factory=list)
    refund_status: str = "succeeded"
    _answers: dict[str, tuple[str, int, Thing]] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    # What a payer does.

    def confirm(self, intent_id: str, card: str = "visa") -> Thing:
        """`card` is visa, declined, 3ds or slow."""
        with self._lock:
            intent = self.intents[intent_id]
            if card == "declined":
                return self._decline(intent)
            if card == "3ds":
                intent["status"] = "requires_action"
                self._tell("payment_intent.requires_action", intent)
            elif card == "slow":
                intent["status"] = "processing"
                self._tell("payment_intent.processing", intent)
            else:
                self._succeed(intent)
            return intent

    def authenticate(self, intent_id: str, *, is_right: bool) -> Thing:
        """The answer to a 3-D Secure question."""
        with self._lock:
            intent = self.intents[intent_id]
            return self._succeed(intent) if is_right else self._decline(intent, "payment_intent_authentication_failure")

    def complete(self, session_id: str) -> Thing:
        """Pays on Stripe's own page."""
        with self._lock:
            session = self.sessions[session_id]
            intent = self._new_intent(
                {"amount": session["amount_total"], "currency": session["currency"]},
                metadata=session["_intent_metadata"],
            )
            session |= {"status": "complete", "payment_status": "paid", "payment_intent": intent["id"]}
            self._succeed(intent)
            self._tell("checkout.session.completed", session)
            return session

    def withdraw(self, intent_id: str, kind: str = "charge.dispute.funds_withdrawn", status: str = "") -> Thing:
        """The payer's bank takes the money back."""
        dispute = {
            "id": f"dp_{intent_id[3:]}",
            "object": "dispute",
            "amount": self.intents[intent_id]["amount"],
            "currency": "vnd",
            "payment_intent": intent_id,
            "status": status or "needs_response",
        }
        return self._tell(kind, dispute)

    def fail_refund(self, refund_id: str) -> Thing:
        self.refunds[refund_id] |= {"status": "failed", "failure_reason": "lost_or_stolen_card"}
        return self._tell("refund.failed", self.refunds[refund_id])

    # Webhooks.

    def signed(self, event: Thing, *, secret: str = WEBHOOK_SECRET, at: float | None = None) -> tuple[bytes, str]:
        """The body and its Stripe-Signature."""
        body = json.dumps(event).encode()
        stamp = int(time.time() if at is None else at)
        mac = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
        return body, f"t={stamp},v1={mac}"

    # The server.

    def answer(self, method: str, path: str, params: Thing, key: str) -> tuple[int, Thing]:
        with self._lock:
            self.calls.append(f"{method} {path}")
            if self.refusals:
                refusal = self.refusals.pop(0)
                return refusal.status, refusal.body
            fingerprint = json.dumps([method, path, params], sort_keys=True)
            if method == "POST" and key in self._answers:
                known, status, body = self._answers[key]
                if known != fingerprint:
                    return 400, Refused(
                        400, "idempotency_error", message="Keys can only be used with the same parameters"
                    ).body
                return status, body
            try:
                status, body = 200, _copy(self._route(method, path, params))
            except Refused as refused:
                status, body = refused.status, refused.body
            if method == "POST" and key:
                self._answers[key] = (fingerprint, status, body)
            return status, body

    def _route(self, method: str, path: str, params: Thing) -> Thing:
        parts = path.removeprefix("/v1/").split("/")
        match (method, *parts):
            case ("POST", "payment_intents"):
                return self._create_intent(params)
            case ("GET", "payment_intents", pk):
                return _get(self.intents, pk)
            case ("POST", "payment_intents", pk, "cancel"):
                return self._cancel_intent(_get(self.intents, pk))
            case ("POST", "payment_intents", pk):
                intent = _get(self.intents, pk)
                intent["amount"] = int(params["amount"])
                return intent
            case ("POST", "checkout", "sessions"):
                return self._create_session(params)
            case ("GET", "checkout", "sessions", pk):
                session = _get(self.sessions, pk)
                wants_intent = "payment_intent" in params.get("expand", {}).values() and session["payment_intent"]
                return (
                    session | {"payment_intent": self.intents[session["payment_intent"]]} if wants_intent else session
                )
            case ("POST", "checkout", "sessions", pk, "expire"):
                return self._expire_session(_get(self.sessions, pk))
            case ("POST", "refunds"):
                return self._create_refund(params)
            case ("GET", "refunds", pk):
                return _get(self.refunds, pk)
        raise Refused(404, "invalid_request_error", "resource_missing", f"no such address: {path}")

    def _create_intent(self, params: Thing) -> Thing:
        if int(params["amount"]) < 13_000:
            raise Refused(400, "invalid_request_error", "amount_too_small")
        return self._new_intent(params, metadata=params.get("metadata", {}))

    def _new_intent(self, params: Thing, metadata: Thing) -> Thing:
        pk = _new_id("pi")
        self.intents[pk] = {
            "id": pk,
            "object": "payment_intent",
            "amount": int(params["amount"]),
            "amount_received": 0,
            "currency": params["currency"],
            "client_secret": f"{pk}_secret_{secrets.token_hex(6)}",
            "created": int(time.time()),
            "last_payment_error": None,
            "latest_charge": None,
            "livemode": False,
            "metadata": metadata,
            "status": "requires_payment_method",
        }
        return self.intents[pk]

    def _cancel_intent(self, intent: Thing) -> Thing:
        if intent["status"] in {"succeeded", "canceled", "processing"}:
            raise Refused(400, "invalid_request_error", "payment_intent_unexpected_state")
        intent["status"] = "canceled"
        self._tell("payment_intent.canceled", intent)
        return intent

    def _create_session(self, params: Thing) -> Thing:
        pk = _new_id("cs_test")
        item = params["line_items"]["0"]
        self.sessions[pk] = {
            "id": pk,
            "object": "checkout.session",
            "amount_total": int(item["price_data"]["unit_amount"]) * int(item["quantity"]),
            "client_reference_id": params["client_reference_id"],
            "currency": item["price_data"]["currency"],
            "livemode": False,
            "metadata": params["metadata"],
            "mode": params["mode"],
            "payment_intent": None,
            "payment_status": "unpaid",
            "status": "open",
            "success_url": params["success_url"],
            "url": f"{self.url}/pay/{pk}",
            "_intent_metadata": params["payment_intent_data"]["metadata"],
        }
        return self.sessions[pk]

    def _expire_session(self, session: Thing) -> Thing:
        if session["status"] != "open":
            raise Refused(400, "invalid_request_error", "resource_missing", "only open sessions can be expired")
        session["status"] = "expired"
        self._tell("checkout.session.expired", session)
        return session

    def _create_refund(self, params: Thing) -> Thing:
        intent = _get(self.intents, params["payment_intent"])
        amount = int(params["amount"])
        given = sum(r["amount"] for r in self.refunds.values() if r["payment_intent"] == intent["id"])
        if given + amount > intent["amount_received"]:
            raise Refused(400, "invalid_request_error", "charge_already_refunded")
        pk = _new_id("re")
        self.refunds[pk] = {
            "id": pk,
            "object": "refund",
            "amount": amount,
            "charge": None,
            "currency": intent["currency"],
            "metadata": params["metadata"],
            "payment_intent": intent["id"],
            "reason": None,
            "status": self.refund_status,
        }
        self._tell("refund.created", self.refunds[pk])
        return self.refunds[pk]

    def _succeed(self, intent: Thing) -> Thing:
        intent |= {"status": "succeeded", "amount_received": intent["amount"]}
        self._tell("payment_intent.succeeded", intent)
        return intent

    def _decline(self, intent: Thing, code: str = "card_declined") -> Thing:
        intent |= {
            "status": "requires_payment_method",
            "last_payment_error": {"type": "card_error", "code": code, "decline_code": "insufficient_funds"},
        }
        self._tell("payment_intent.payment_failed", intent)
        return intent

    def _tell(self, kind: str, thing: Thing) -> Thing:
        event = {
            "id": _new_id("evt"),
            "object": "event",
            "api_version": "2026-10-28.endive",
            "created": int(time.time()),
            "data": {"object": _copy(thing)},
            "livemode": False,
            "pending_webhooks": 1,
            "request": {"id": None, "idempotency_key": None},
            "type": kind,
        }
        self.events.append(event)
        return event

    def last(self, kind: str) -> Thing:
        return [event for event in self.events if event["type"] == kind][-1]


@contextmanager
def running(port: int = 0) -> Iterator[FakeStripe]:
    fake = FakeStripe()
    server = ThreadingHTTPServer(("127.0.0.1", port), _handler(fake))
    fake.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(fake: FakeStripe) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer("GET", urlsplit(self.path).query)

        def do_POST(self) -> None:
            self._answer("POST", self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())

        def _answer(self, method: str, form: str) -> None:
            if self.headers.get("Authorization") != f"Bearer {SECRET_KEY}":
                status, body = 401, Refused(401, "invalid_request_error", message="Invalid API Key provided").body
            else:
                key = self.headers.get("Idempotency-Key", "")
                status, body = fake.answer(method, urlsplit(self.path).path, _nested(form), key)
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Request-Id", _new_id("req"))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


def _nested(form: str) -> Thing:
    """`a[b][0]=c` as {"a": {"b": {"0": "c"}}}."""
    found: Thing = {}
    for name, value in parse_qsl(form, keep_blank_values=True):
        first, *rest = re.findall(r"[^\[\]]+", name)
        place, path = found, [first, *rest]
        for step in path[:-1]:
            place = place.setdefault(step, {})
        place[path[-1]] = value
    return found


def _get(things: dict[str, Thing], pk: str) -> Thing:
    if pk not in things:
        raise Refused(404, "invalid_request_error", "resource_missing")
    return things[pk]


def _copy(thing: Thing) -> Thing:
    return {name: value for name, value in json.loads(json.dumps(thing)).items() if not name.startswith("_")}


def _new_id(prefix: str) -> str:
    return f"{prefix}_{secrets.token_hex(12)}"
