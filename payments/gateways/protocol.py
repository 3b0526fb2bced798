"""What a gateway is to the rest of the project.

A gateway talks to the outside and answers with the values below. It never writes: not the charge, not the ledger.
`payments.domain` decides what an answer means. Failures of the outside are the three errors below and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any, ClassVar, Protocol

from django.utils.translation import gettext_noop as _

from marketplace.kernel.errors import MarketplaceError
from marketplace.kernel.money import Dong
from payments.models import Charge, Refund


class GatewayError(MarketplaceError):
    code = "gateway_error"
    message = _("Chưa thanh toán được. Xin thử lại hoặc chọn cách khác.")


class GatewayUnavailable(GatewayError):
    """The outside could not be reached or is busy: the same call may be made again."""

    code = "gateway_unavailable"
    message = _("Cổng thanh toán đang bận. Xin thử lại sau ít phút; bạn chưa bị trừ tiền hai lần.")
    retryable = True


class GatewayDeclined(GatewayError):
    """The payer's bank said no: another card or method may do."""

    code = "payment_declined"
    message = _("Ngân hàng từ chối thẻ này. Xin dùng thẻ khác hoặc chọn cách trả khác.")


class GatewayMisconfigured(GatewayError):
    """Our own fault (keys, parameters): nothing the payer does will help, an operator must."""

    code = "gateway_misconfigured"
    message = _("Cách trả này tạm ngưng. Xin chọn cách khác.")


class UnexpectedAnswer(GatewayError):
    """What came back is not about this charge, or not in đồng: nothing is booked on it."""

    code = "unexpected_answer"
    message = _("Cổng thanh toán trả lời không khớp. Chúng tôi đang kiểm tra.")


class BadSignature(GatewayError):
    code = "bad_signature"
    message = _("Thông báo không đúng chữ ký.")


class Standing(StrEnum):
    """How a payment stands with its gateway."""

    WAITING = "WAITING"
    PROCESSING = "PROCESSING"
    PAID = "PAID"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """`url` sends the payer elsewhere; empty means our own pay page, or nothing to do when `is_page` is False."""

    url: str = ""
    is_page: bool = True
    provider_id: str = ""
    provider_data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    standing: Standing
    amount: Dong = 0
    # Names the sum that came in, once and for all.
    provider_id: str = ""
    fee: Dong = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundAnswer:
    """`is_paid` False: it is under way, and an officer or a webhook will say how it ended."""

    is_paid: bool
    provider_id: str = ""
    failure: str = ""


class NewsKind(StrEnum):
    PAID = "PAID"
    PROCESSING = "PROCESSING"
    DECLINED = "DECLINED"
    CANCELLED = "CANCELLED"
    REFUND_PAID = "REFUND_PAID"
    REFUND_FAILED = "REFUND_FAILED"
    DISPUTE_OPENED = "DISPUTE_OPENED"
    DISPUTE_WON = "DISPUTE_WON"
    DISPUTE_LOST = "DISPUTE_LOST"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A verified webhook, in our words."""

    event_id: str
    event_type: str
    kind: NewsKind
    charge_reference: str = ""
    refund_reference: str = ""
    provider_id: str = ""
    amount: Dong = 0
    detail: str = ""


class Gateway(Protocol):
    code: ClassVar[str]
    # What the shopper reads beside the radio button (message ids).
    name: ClassVar[str]
    hint: ClassVar[str]
    # Money is asked for at the door, parcel by parcel, and the order goes on without it.
    is_paid_on_delivery: ClassVar[bool]
    minimum: ClassVar[Dong]
    maximum: ClassVar[Dong]
    # How long a charge stays open and its stock is held; None: until delivery.
    hold: ClassVar[timedelta | None]
    # How long after that a payment made in time may still be found out about.
    grace: ClassVar[timedelta]
    # An officer sends refunds, and says so.
    is_refunded_by_hand: ClassVar[bool]

    def start(self, charge: Charge, *, site_url: str, is_hosted: bool = False) -> Start:
        """Prepare the payment: on our page, or (`is_hosted`) on the gateway's own, which needs no script of ours.

        Called outside a transaction, perhaps several times for one charge; must not make a second payment of it.
        """
        ...

    def look_up(self, charge: Charge) -> Look:
        """Ask how a started payment stands; changes nothing anywhere."""
        ...

    def cancel(self, charge: Charge) -> Look:
        """Make sure that no money can come any more, and say how it stands: it may have come just now."""
        ...

    def discard(self, provider_id: str) -> None:
        """Close a payment that another of the same charge has replaced; it may be closed or paid already."""
        ...

    def refund(self, refund: Refund) -> RefundAnswer:
        """Give money back once for `refund.reference`, however often it is called."""
        ...

    def read_webhook(self, body: bytes, headers: Mapping[str, str]) -> News:
        """Verify and translate; raises BadSignature. May not call out and may not believe anything unsigned."""
        ...
