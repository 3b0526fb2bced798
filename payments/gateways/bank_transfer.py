from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar

from django.utils.translation import gettext_noop as _

from marketplace.kernel.money import Dong
from payments.gateways.protocol import BadSignature, Look, News, RefundAnswer, Standing, Start
from payments.models import Charge, Refund


class BankTransfer:
    """A VietQR code that carries the charge's reference; an officer confirms the line of the bank's statement.

    May not: know by itself that money came, take it back, or refuse it. What comes late, short or in excess goes to the
    queue of unmatched money.
    """

    code: ClassVar[str] = "bank_transfer"
    name: ClassVar[str] = _("Chuyển khoản bằng mã QR")
    hint: ClassVar[str] = _("Quét mã VietQR bằng ứng dụng ngân hàng bất kỳ.")
    is_paid_on_delivery: ClassVar[bool] = False
    is_confirmed_by_officer: ClassVar[bool] = True
    minimum: ClassVar[Dong] = 1
    hold: ClassVar[timedelta | None] = timedelta(hours=24)

    def start(self, charge: Charge, *, site_url: str) -> Start:
        return Start()

    def look_up(self, charge: Charge) -> Look:
        return Look(standing=Standing.WAITING)

    def cancel(self, charge: Charge) -> Look:
        return Look(standing=Standing.CANCELLED)

    def refund(self, refund: Refund) -> RefundAnswer:
        # An officer sends the money by hand and says so.
        return RefundAnswer(is_paid=False)

    def read_webhook(self, body: bytes, headers: Mapping[str, str]) -> News:
        raise BadSignature
