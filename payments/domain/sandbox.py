"""What the page of the sandbox gateway can make happen."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext_noop as _

from marketplace.kernel.errors import MarketplaceError
from payments.domain import charges
from payments.domain.money_in import IncomingMoney
from payments.models import Charge


class Outcome(StrEnum):
    PAID = "paid"
    DECLINED = "declined"
    FAILED = "failed"
    LATE = "late"


class UnknownOutcome(MarketplaceError):
    code = "unknown_outcome"
    message = _("Không có kết quả như vậy.")


def finish(*, charge: Charge, outcome: str, at: datetime) -> Charge:
    """Raises UnknownOutcome."""
    if outcome not in set(Outcome):
        raise UnknownOutcome(outcome=outcome)
    if outcome == Outcome.DECLINED:
        return charges.decline(charge=charge, reason="sandbox", at=at)
    if outcome == Outcome.FAILED:
        return charges.fail(charge=charge, reason="sandbox", at=at)
    if outcome == Outcome.LATE:
        charges.fail(charge=charge, reason="sandbox: late", at=at)
    # Named after the charge, so that a double click is one payment.
    money = IncomingMoney(amount=charge.amount - charge.waived_amount, provider_id=f"sandbox-{charge.reference}")
    return charges.capture(charge=charge, money=money, at=at)
