from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar

from django.utils.translation import gettext_noop as _

from marketplace.kernel.money import Dong
from payments.gateways.protocol import BadSignature, Look, News, RefundAnswer, Standing, Start
from payments.models import Charge, Refund


class Sandbox:
    """A page of our own that says paid, failed or late. No real money; production refuses it (`payments.checks`)."""

    code: ClassVar[str] = "sandbox"
    name: ClassVar[str] = _("Thanh toán thử")
    hint: ClassVar[str] = _("Không có tiền thật: bạn tự chọn kết quả.")
    is_paid_on_delivery: ClassVar[bool] = False
    is_confirmed_by_officer: ClassVar[bool] = False
    minimum: ClassVar[Dong] = 1
    hold: ClassVar[timedelta | None] = timedelta(minutes=30)

    def start(self, charge: Charge, *, site_url: str) -> Start:
        return Start()

    def look_up(self, charge: Charge) -> Look:
        return Look(standing=Standing.WAITING)

    def cancel(self, charge: Charge) -> Look:
        return Look(standing=Standing.CANCELLED)

    def refund(self, refund: Refund) -> RefundAnswer:
        return RefundAnswer(is_paid=True, provider_id=f"sandbox-{refund.reference}")

    def read_webhook(self, body: bytes, headers: Mapping[str, str]) -> News:
        raise BadSignature
