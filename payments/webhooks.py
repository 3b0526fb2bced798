"""The intake of gateways' calls: stored raw first, then verified, then processed once.

A call that cannot be processed keeps its traceback and is answered with 500, so that the gateway sends it again.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from payments.domain import intake
from payments.gateways.protocol import BadSignature, Gateway
from payments.models import WebhookCall, WebhookState

logger = logging.getLogger(__name__)

LARGEST_BYTES = 256 * 1024
_UNVERIFIED_BYTES_KEPT = 2048
_SIGNATURE_HEADER = {"stripe": "Stripe-Signature"}


def receive(*, gateway: Gateway, body: bytes, headers: Mapping[str, str], at: datetime) -> WebhookCall:
    """How it ended is the call's state; never raises for what the call says."""
    signature = headers.get(_SIGNATURE_HEADER.get(gateway.code, ""), "")
    call = WebhookCall.objects.create(gateway=gateway.code, body=body, signature=signature[:600], received_at=at)
    try:
        news = gateway.read_webhook(body, headers)
    except BadSignature:
        # Anybody can send these, so they are not to fill the disk.
        return _close(call, WebhookState.REJECTED, body=body[:_UNVERIFIED_BYTES_KEPT])
    except Exception:
        return _fail(call, body=body[:_UNVERIFIED_BYTES_KEPT])
    call.event_id, call.event_type = news.event_id[:120], news.event_type[:80]
    try:
        with transaction.atomic():
            if not _claim(call, at):
                return _close(call, WebhookState.REPEATED)
            intake.receive(news=news, method=gateway.code, at=at)
    except Exception:
        return _fail(call)
    return call


def _claim(call: WebhookCall, at: datetime) -> bool:
    """False when this event was processed before; waits while another process is at it."""
    call.state, call.processed_at = WebhookState.PROCESSED, at
    try:
        with transaction.atomic():
            call.save(update_fields=["event_id", "event_type", "state", "processed_at"])
    except IntegrityError:
        call.processed_at = None
        return False
    return True


def _fail(call: WebhookCall, **fields: object) -> WebhookCall:
    logger.exception("webhook of %s failed: %s %s", call.gateway, call.event_id, call.event_type)
    return _close(call, WebhookState.FAILED, traceback=traceback.format_exc(), processed_at=None, **fields)


def _close(call: WebhookCall, state: WebhookState, **fields: object) -> WebhookCall:
    call.state = state
    for name, value in fields.items():
        setattr(call, name, value)
    call.save(update_fields=["state", "event_id", "event_type", *fields])
    return call
