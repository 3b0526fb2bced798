from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar

from payments.gateways.protocol import BadSignature, Look, News, RefundAnswer, Standing, Start
from payments.models import Charge, Refund


class Offline:
    """What the gateways share that have nobody outside to speak to: our own page, and officers who confirm."""

    grace: ClassVar[timedelta] = timedelta(0)
    is_refunded_by_hand: ClassVar[bool] = True

    def start(self, charge: Charge, *, site_url: str, is_hosted: bool = False) -> Start:
        return Start()

    def look_up(self, charge: Charge) -> Look:
        return Look(standing=Standing.WAITING)

    def cancel(self, charge: Charge) -> Look:
        return Look(standing=Standing.CANCELLED)

    def discard(self, provider_id: str) -> None:
        """Nothing of theirs stands anywhere."""

    def refund(self, refund: Refund) -> RefundAnswer:
        # An officer sends the money by hand and says so.
        return RefundAnswer(is_paid=False)

    def read_webhook(self, body: bytes, headers: Mapping[str, str]) -> News:
        raise BadSignature
