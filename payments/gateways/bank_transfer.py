from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.utils.translation import gettext_noop as _

from marketplace.kernel.money import Dong
from payments.gateways.offline import Offline


class BankTransfer(Offline):
    """A VietQR code that carries the charge's reference; an officer confirms the line of the bank's statement.

    May not: know by itself that money came, take it back, or refuse it. What comes late, short or in excess goes to the
    queue of unmatched money.
    """

    code: ClassVar[str] = "bank_transfer"
    name: ClassVar[str] = _("Chuyển khoản bằng mã QR")
    hint: ClassVar[str] = _("Quét mã VietQR bằng ứng dụng ngân hàng bất kỳ.")
    is_paid_on_delivery: ClassVar[bool] = False
    minimum: ClassVar[Dong] = 2_000
    # Instant transfers between banks end below half a billion.
    maximum: ClassVar[Dong] = 499_999_999
    hold: ClassVar[timedelta | None] = timedelta(hours=24)
    # Officers read the statement on working days.
    grace: ClassVar[timedelta] = timedelta(hours=72)
