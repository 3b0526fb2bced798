"""Telephone numbers: stored as E.164, shown as Vietnamese people write them."""

from __future__ import annotations

import phonenumbers

from marketplace.kernel.errors import MarketplaceError, gettext_noop


class NotAPhoneNumber(MarketplaceError):
    code = "not_a_phone_number"
    message = gettext_noop("Số điện thoại chưa đúng. Ví dụ: 0912 345 678.")


def to_e164(text: str) -> str:
    """`0912 345 678` or `+84 912…` as `+84912345678`; raises NotAPhoneNumber."""
    try:
        number = phonenumbers.parse(text, "VN")
    except phonenumbers.NumberParseException:
        raise NotAPhoneNumber from None
    if not phonenumbers.is_valid_number(number):
        raise NotAPhoneNumber
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def as_written(e164: str) -> str:
    """`+84912345678` as `0912 345 678`; foreign numbers keep their country code, and what is no number stays."""
    try:
        number = phonenumbers.parse(e164, "VN")
    except phonenumbers.NumberParseException:
        return e164
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, form.NATIONAL if number.country_code == 84 else form.INTERNATIONAL)


def masked(e164: str) -> str:
    """Enough to recognise one's own number: `09•• ••• 678`."""
    return f"{as_written(e164)[:2]}•• ••• {e164[-3:]}"


def is_vietnamese_mobile(e164: str) -> bool:
    """Can get a text message at the home rate."""
    number = phonenumbers.parse(e164, "VN")
    kinds = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
    return number.country_code == 84 and phonenumbers.number_type(number) in kinds
