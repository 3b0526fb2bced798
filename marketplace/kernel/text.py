"""Vietnamese text: one folding for the whole project (rule: FACTS, "Search facts")."""

from __future__ import annotations

import re
import unicodedata

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
# An eth is what some keyboards and fonts give for a đ.
_ETH = str.maketrans({"ð": "đ", "Ð": "Đ"})


def normalise(text: str) -> str:
    """NFC, blanks collapsed, lower case, eth mapped to đ; tone marks stay."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_ETH).casefold().split())


def fold(text: str) -> str:
    """`normalise` without tone marks and with d for đ: what people type on a phone in a hurry."""
    decomposed = unicodedata.normalize("NFD", normalise(text))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("đ", "d")


def slugify(text: str, allow_unicode: bool = False) -> str:
    """An ASCII slug; the second argument is Oscar's and changes nothing."""
    return _NOT_SLUG.sub("-", fold(text)).strip("-")
