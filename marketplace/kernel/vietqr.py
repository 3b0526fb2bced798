"""VietQR, the QR codes of Vietnamese bank transfers (NAPAS QR specification 1.5.2, on EMVCo's merchant format).

A code is a row of fields: two digits of name, two of length, the value; the last is a CRC over all before it.

    00 "01"  01 "11" static or "12" dynamic  38 {00 "A000000727", 01 {00 bank, 01 account}, 02 service}
    53 "704"  54 amount  58 "VN"  62 {01 bill, 08 purpose}  63 CRC

The parser is strict: NAPAS's own first example has an inner length of 12 for an account of 13 digits, and is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from marketplace.kernel.errors import MarketplaceError, gettext_noop
from marketplace.kernel.money import Dong

NAPAS: Final = "A000000727"
TO_ACCOUNT: Final = "QRIBFTTA"
TO_CARD: Final = "QRIBFTTC"

_LONGEST = 512
_PURPOSE_LONGEST = 25
_CURRENCY_DONG = "704"


class NotVietQR(MarketplaceError):
    code = "not_vietqr"
    message = gettext_noop("Mã QR không hợp lệ.")


@dataclass(frozen=True, slots=True, kw_only=True)
class VietQR:
    """`bank_bin` and `account` are empty for codes of another scheme (VNPAY's field 26), which parse all the same."""

    bank_bin: str = ""
    account: str = ""
    service: str = TO_ACCOUNT
    amount: Dong | None = None
    bill: str = ""
    purpose: str = ""
    is_dynamic: bool = False
    # Every top-level field as it stood, in its order, without the CRC.
    fields: dict[str, str] = field(default_factory=dict, compare=False)


def build(qr: VietQR) -> str:
    """The text of a code. Raises NotVietQR when a part does not fit the format."""
    _require(len(qr.bank_bin) == 6 and _is_digits(qr.bank_bin), "the bank's BIN has six digits")
    _require(0 < len(qr.account) <= 19 and qr.account.isascii() and qr.account.isalnum(), "account")
    _require(qr.service in {TO_ACCOUNT, TO_CARD}, "service")
    _require(qr.amount is None or 0 < qr.amount < 10**13, "amount")
    _require(all(text.isascii() and len(text) <= _PURPOSE_LONGEST for text in (qr.bill, qr.purpose)), "bill or purpose")
    payee = _tlv("00", qr.bank_bin) + _tlv("01", qr.account)
    more = _tlv("01", qr.bill) + _tlv("08", qr.purpose)
    body = (
        _tlv("00", "01")
        + _tlv("01", "12" if qr.is_dynamic else "11")
        + _tlv("38", _tlv("00", NAPAS) + _tlv("01", payee) + _tlv("02", qr.service))
        + _tlv("53", _CURRENCY_DONG)
        + _tlv("54", "" if qr.amount is None else str(qr.amount))
        + _tlv("58", "VN")
        + _tlv("62", more)
        + "6304"
    )
    return body + crc(body)


def parse(text: str) -> VietQR:
    """Read a code strictly: every length must fit exactly and the CRC must agree. Raises NotVietQR."""
    _require(text.isascii() and len(text) <= _LONGEST, "ASCII of a sensible length")
    _require(len(text) > 8 and text[-8:-4] == "6304", "the CRC is the last field")
    _require(crc(text[:-4]) == text[-4:].upper(), "CRC")
    fields = _fields(text[:-8])
    _require(next(iter(fields), "") == "00" and fields["00"] == "01", "version")
    _require(fields.get("01") in {"11", "12"}, "static or dynamic")
    _require(fields.get("53") == _CURRENCY_DONG and fields.get("58") == "VN", "currency and country")
    bank_bin, account, service = _payee(fields.get("38", ""))
    more = _fields(fields.get("62", ""))
    return VietQR(
        bank_bin=bank_bin,
        account=account,
        service=service,
        amount=_amount(fields.get("54", "")),
        bill=more.get("01", ""),
        purpose=more.get("08", ""),
        is_dynamic=fields["01"] == "12",
        fields=fields,
    )


def crc(text: str) -> str:
    """CRC-16/CCITT-FALSE as four upper-case hexadecimal digits."""
    value = 0xFFFF
    for byte in text.encode("ascii"):
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1) ^ 0x1021 if value & 0x8000 else value << 1
            value &= 0xFFFF
    return f"{value:04X}"


def _tlv(name: str, value: str) -> str:
    _require(len(value) <= 99, f"field {name} is too long")
    return f"{name}{len(value):02d}{value}" if value else ""


def _fields(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    while text:
        name, length = text[:2], text[2:4]
        _require(len(length) == 2 and _is_digits(name + length), "a field's head")
        value = text[4 : 4 + int(length)]
        _require(len(value) == int(length) > 0, f"the length of field {name}")
        _require(name not in found, f"field {name} stands twice")
        found[name] = value
        text = text[4 + int(length) :]
    return found


def _payee(text: str) -> tuple[str, str, str]:
    if not text:
        return "", "", ""
    outer = _fields(text)
    _require(outer.get("00") == NAPAS and outer.get("02") in {TO_ACCOUNT, TO_CARD}, "NAPAS's scheme")
    inner = _fields(outer.get("01", ""))
    bank_bin, account = inner.get("00", ""), inner.get("01", "")
    _require(len(bank_bin) == 6 and _is_digits(bank_bin), "the bank's BIN has six digits")
    _require(0 < len(account) <= 19 and account.isalnum(), "account")
    return bank_bin, account, outer["02"]


def _amount(text: str) -> Dong | None:
    if not text:
        return None
    _require(len(text) <= 13 and _is_digits(text) and int(text) > 0, "amount")
    return int(text)


def _is_digits(text: str) -> bool:
    # str.isdigit() takes digits of other scripts too.
    return text.isascii() and text.isdigit()


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise NotVietQR(what=what)
