"""Cursors: where a reader of a list stopped, opaque and safe to hand out."""

from __future__ import annotations

import base64
import json
from binascii import Error

from catalog.search.contract import Sort
from catalog.search.engine import Position


def write_cursor(sort: Sort, position: Position) -> str:
    text = json.dumps([sort.value, position.key, position.tie, position.seen], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(cursor: str, sort: Sort) -> Position | None:
    """None for what is not a cursor of this order: the list then begins at its start."""
    try:
        text = base64.urlsafe_b64decode(cursor[:400] + "=" * (-len(cursor) % 4))
        kind, key, tie, seen = json.loads(text)
    except (Error, ValueError, TypeError, RecursionError):
        return None
    is_whole = type(tie) is int and type(seen) is int and type(key) is int
    if kind != sort.value or not is_whole or not (0 <= tie < 2**63 and 0 <= seen < 2**31 and 0 <= key < 2**63):
        return None
    return Position(key, tie, seen)
