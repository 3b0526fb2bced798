"""Settings of payments that cannot work are refused by `manage.py check`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks

from marketplace.kernel.vietqr import NotVietQR, VietQR, build
from payments.gateways.registry import KNOWN


@checks.register("payments")
def methods_are_known(app_configs: Sequence[Any] | None = None, **kwargs: Any) -> list[checks.CheckMessage]:
    return [
        checks.Error(
            f"PAYMENT_METHODS names {method!r}, which is no gateway.",
            hint=f"Any of {', '.join(KNOWN)}.",
            id="payments.E001",
        )
        for method in settings.PAYMENT_METHODS
        if method not in KNOWN
    ]


@checks.register("payments")
def account_fits_a_qr_code(app_configs: Sequence[Any] | None = None, **kwargs: Any) -> list[checks.CheckMessage]:
    if "bank_transfer" not in settings.PAYMENT_METHODS:
        return []
    try:
        build(VietQR(bank_bin=settings.BANK_TRANSFER_BIN, account=settings.BANK_TRANSFER_ACCOUNT))
    except NotVietQR as error:
        what = error.details.get("what")
        hint = "BANK_TRANSFER_BIN has six digits, BANK_TRANSFER_ACCOUNT up to 19 letters and digits."
        return [checks.Error(f"Bank transfers have no valid account: {what}.", hint=hint, id="payments.E002")]
    return []
