"""The account that transfers go to, and the QR code that names it, the amount and the reference."""

from __future__ import annotations

import io
from dataclasses import dataclass

import segno
from django.conf import settings

from marketplace.kernel import banks, vietqr
from payments.models import Charge


@dataclass(frozen=True, slots=True)
class TransferTo:
    bank: str
    account: str
    holder: str
    amount: int
    memo: str


def transfer_to(charge: Charge) -> TransferTo:
    bank = banks.find_bank(settings.BANK_TRANSFER_BIN)
    return TransferTo(
        bank=bank.short_name if bank else settings.BANK_TRANSFER_BIN,
        account=settings.BANK_TRANSFER_ACCOUNT,
        holder=settings.BANK_TRANSFER_NAME,
        amount=charge.due_amount,
        memo=charge.reference,
    )


def qr_text(charge: Charge) -> str:
    return vietqr.build(
        vietqr.VietQR(
            bank_bin=settings.BANK_TRANSFER_BIN,
            account=settings.BANK_TRANSFER_ACCOUNT,
            amount=charge.due_amount,
            purpose=charge.reference,
            is_dynamic=True,
        )
    )


def qr_svg(charge: Charge) -> bytes:
    """Dark on white with its quiet zone, whatever the page's colours: telephones need the contrast."""
    buffer = io.BytesIO()
    segno.make(qr_text(charge), error="m", micro=False).save(
        buffer, kind="svg", xmldecl=False, border=4, light="#fff", dark="#000", scale=8
    )
    return buffer.getvalue()
