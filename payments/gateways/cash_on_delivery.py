from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.utils.translation import gettext_noop as _

from marketplace.kernel.money import Dong
from payments.gateways.offline import Offline
from payments.gateways.protocol import Start
from payments.models import Charge


class CashOnDelivery(Offline):
    """Each parcel is paid at the door (`cash.collect_cash`). May not: ask for money before that."""

    code: ClassVar[str] = "cash_on_delivery"
    name: ClassVar[str] = _("Trả tiền khi nhận hàng")
    hint: ClassVar[str] = _("Trả tiền mặt cho người giao, từng kiện một.")
    is_paid_on_delivery: ClassVar[bool] = True
    minimum: ClassVar[Dong] = 1
    maximum: ClassVar[Dong] = 20_000_000
    hold: ClassVar[timedelta | None] = None

    def start(self, charge: Charge, *, site_url: str, is_hosted: bool = False) -> Start:
        return Start(is_page=False)
