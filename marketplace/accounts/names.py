"""Vietnamese names: the family name first, the given name is the last word."""

from __future__ import annotations

from typing import NamedTuple


class FullName(NamedTuple):
    last_name: str
    first_name: str


def split(text: str) -> FullName:
    """`Nguyễn Thị Lan` as (`Nguyễn Thị`, `Lan`); blanks are collapsed."""
    *before, given = text.split() or [""]
    return FullName(" ".join(before), given)
