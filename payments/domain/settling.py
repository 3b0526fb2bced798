"""What has to be looked after again and again: overdue charges, payments under way, refunds to send,
deliveries and events that were not heard of."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from payments.domain import announcements, charges, deliveries, idempotency, refunds
from payments.gateways.protocol import GatewayError, GatewayUnavailable
from payments.gateways.registry import known
from payments.models import Charge, Refund, RefundState, WebhookCall, WebhookState

logger = logging.getLogger(__name__)

_A_WHILE = timedelta(minutes=2)
_REJECTED_KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    expired: int
    looked_up: int
    refunded: int
    delivered: int
    announced: int


def settle(*, at: datetime, limit: int = 200) -> Settled:
    """May run at any time, twice at once, and be killed anywhere."""
    settled = Settled(
        expired=charges.expire_due(at=at, limit=limit),
        looked_up=_look_up_started(at, limit),
        refunded=_send_refunds(at, limit),
        delivered=deliveries.account_for_missed(at=at, limit=limit),
        announced=announcements.announce_again(at=at - timedelta(seconds=30), limit=limit),
    )
    idempotency.forget_old(at=at)
    WebhookCall.objects.filter(state=WebhookState.REJECTED, received_at__lt=at - _REJECTED_KEPT_FOR).delete()
    return settled


def _look_up_started(at: datetime, limit: int) -> int:
    """Payments that began at a gateway and of which nothing has been heard for a while."""
    started = Charge.objects.live().exclude(provider_id="").filter(opened_at__lt=at - _A_WHILE)
    changed = 0
    for charge in started.order_by("id")[:limit]:
        try:
            changed += charges.look_up(charge=charge, at=at).state != charge.state
        except GatewayUnavailable as error:
            # The others would wait for the same time-out.
            logger.warning("%s cannot be looked up: %s", charge, error)
            break
        except GatewayError as error:
            logger.error("%s cannot be looked up: %s", charge, error)
    return changed


def _send_refunds(at: datetime, limit: int) -> int:
    methods = [gateway.code for gateway in known() if not gateway.is_refunded_by_hand]
    waiting = Refund.objects.filter(state=RefundState.PENDING, requested_at__lt=at, charge__method__in=methods)
    pks = list(waiting.order_by("id").values_list("pk", flat=True)[:limit])
    return sum(refunds.pay_out(refund_id=pk, at=at).state == RefundState.SUCCEEDED for pk in pks)
