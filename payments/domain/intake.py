"""What a gateway's news does. News may be old, repeated or out of order: the state of the charge decides."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext_noop as _

from marketplace.kernel.errors import MarketplaceError
from payments.domain import charges, disputes, refunds
from payments.domain.money_in import IncomingMoney
from payments.gateways.protocol import News, NewsKind
from payments.models import Charge, ReceivedMoney, Refund, RefundState

logger = logging.getLogger(__name__)


class UnknownSubject(MarketplaceError):
    code = "unknown_subject"
    message = _("Thông báo nói về một khoản không có ở đây.")


def receive(*, news: News, method: str, at: datetime) -> None:
    """Runs in the transaction that marks the call as processed. Raises UnknownSubject for what claims to be ours."""
    handlers: dict[NewsKind, Callable[[News, str, datetime], None]] = {
        NewsKind.PAID: _paid,
        NewsKind.PROCESSING: _processing,
        NewsKind.DECLINED: _declined,
        NewsKind.CANCELLED: _cancelled,
        NewsKind.REFUND_PAID: _refund_paid,
        NewsKind.REFUND_FAILED: _refund_failed,
        NewsKind.DISPUTE_OPENED: _disputed,
        NewsKind.DISPUTE_WON: _disputed,
        NewsKind.DISPUTE_LOST: _disputed,
    }
    if news.kind in handlers:
        handlers[news.kind](news, method, at)


def _paid(news: News, method: str, at: datetime) -> None:
    charge = _find(news, method)
    if charge:
        charges.capture(charge=charge, money=IncomingMoney(amount=news.amount, provider_id=news.provider_id), at=at)


def _processing(news: News, method: str, at: datetime) -> None:
    charge = _find(news, method)
    if charge:
        charges.mark_processing(charge=charge, at=at)


def _declined(news: News, method: str, at: datetime) -> None:
    charge = _find(news, method)
    if charge:
        charges.decline(charge=charge, reason=news.detail, at=at)


def _cancelled(news: News, method: str, at: datetime) -> None:
    charge = _find(news, method)
    # A payment that another one of the same charge replaced is cancelled too, and means nothing.
    if charge and charge.provider_id == news.provider_id:
        charges.fail(charge=charge, reason="cancelled at the gateway", at=at)


def _refund_paid(news: News, method: str, at: datetime) -> None:
    refund = _find_refund(news, method)
    if refund.state == RefundState.FAILED:
        logger.error("refund %s failed before and is now said to be paid", refund)
        return
    refunds.confirm_refund(refund_id=refund.pk, provider_id=news.provider_id, at=at)


def _refund_failed(news: News, method: str, at: datetime) -> None:
    refunds.fail_refund(refund_id=_find_refund(news, method).pk, failure=news.detail or "failed", at=at)


def _disputed(news: News, method: str, at: datetime) -> None:
    received = (
        ReceivedMoney.objects.filter(method=method, provider_id=news.provider_id).select_related("charge").first()
    )
    if received:
        disputes.record_dispute(charge=received.charge, news=news, at=at)


def _find(news: News, method: str) -> Charge | None:
    """None for payments of other systems in the same account, which do not name a charge."""
    if not news.charge_reference:
        return None
    charge = Charge.objects.filter(reference=news.charge_reference, method=method).first()
    if charge is None:
        raise UnknownSubject(charge=news.charge_reference)
    return charge


def _find_refund(news: News, method: str) -> Refund:
    refund = Refund.objects.filter(reference=news.refund_reference, charge__method=method).first()
    if refund is None:
        raise UnknownSubject(refund=news.refund_reference)
    return refund
