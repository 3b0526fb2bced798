"""One-time codes: six digits for the person, a keyed hash for the session.

allauth hands one value both to the sender and to the session. `OneTimeCode` is that value: as a string it is the
hash, so that nothing that stores or serialises it keeps the digits; only a sender asks for `digits`.
"""

from __future__ import annotations

import unicodedata

from django.utils.crypto import get_random_string, salted_hmac

LENGTH = 6


class OneTimeCode(str):
    digits: str
    __slots__ = ("digits",)

    def __new__(cls, digits: str) -> OneTimeCode:
        code = super().__new__(cls, hash_code(digits))
        code.digits = digits
        return code

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        # A session kept in a cache is pickled: nothing but the hash may go there.
        return str, (str.__str__(self),)

    @classmethod
    def random(cls) -> OneTimeCode:
        return cls(get_random_string(LENGTH, "0123456789"))


def hash_code(typed: str) -> str:
    """Of the digits alone: blanks, dashes and other scripts' digits are how people paste a code."""
    digits = "".join(str(unicodedata.digit(c)) for c in typed[:64] if c.isdigit())
    return salted_hmac("accounts.code", digits, algorithm="sha256").hexdigest()
