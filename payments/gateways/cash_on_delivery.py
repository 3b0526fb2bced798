from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar

from django.utils.translation import gettext_noop as _

from marketplace.kernel.money import Dong
from payments.gateways.protocol import BadSignature, Look, News, RefundAnswer, Standing, Start
from payments.models import Charge, Refund


class CashOnDelivery:
    """Each parcel is paid at the door (`charges.collect_cash`). May not: start, look up or refund anything outside."""

    code: ClassVar[str] = "cash_on_delivery"
    name: ClassVar[str] = _("Trả tiền khi nhận hàng")
    hint: ClassVar[str] = _("Trả tiền mặt cho người giao, từng kiện một.")
    is_paid_on_delivery: ClassVar[bool] = True
    is_confirmed_by_officer: ClassVar[bool] = True
    minimum: ClassVar[Dong] = 1
    hold: ClassVar[timedelta | None] = None

    def start(self, charge: Charge, *, site_url: str) -> Start:
        return Start(is_page=False)

    def look_up(self, charge: Charge) -> Look:
        return Look(standing=Standing.WAITING)

    def cancel(self, charge: Charge) -> Look:
        return Look(standing=Standing.CANCELLED)

    def refund(self, refund: Refund) -> RefundAnswer:
        # An officer sends the money by hand and says so.
        return RefundAnswer(is_paid=False)

    def read_webhook(self, body: bytes, headers: Mapping[str, str]) -> News:
        raise BadSignature
