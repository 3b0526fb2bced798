from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.utils.translation import gettext_noop as _

from marketplace.kernel.money import Dong
from payments.gateways.offline import Offline
from payments.gateways.protocol import RefundAnswer
from payments.models import Refund


class Sandbox(Offline):
    """A page of our own that says paid, declined, failed or late (`payments.domain.sandbox`).

    No real money moves; production's system checks refuse it, and its page is not found where it is not offered.
    """

    code: ClassVar[str] = "sandbox"
    name: ClassVar[str] = _("Thanh toán thử")
    hint: ClassVar[str] = _("Không có tiền thật: bạn tự chọn kết quả.")
    is_paid_on_delivery: ClassVar[bool] = False
    minimum: ClassVar[Dong] = 1
    maximum: ClassVar[Dong] = 10**12
    hold: ClassVar[timedelta | None] = timedelta(minutes=30)
    is_refunded_by_hand: ClassVar[bool] = False

    def refund(self, refund: Refund) -> RefundAnswer:
        return RefundAnswer(is_paid=True, provider_id=f"sandbox-{refund.reference}")
