"""Instants are aware and end in `_at`; a business day is Asia/Ho_Chi_Minh's; only the edge reads the clock."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def business_day(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()


def month_bit(month: int) -> int:
    """The bit of a calendar month (1 to 12) in a season mask; all year is `ALL_YEAR`."""
    return 1 << (month - 1)


ALL_YEAR = 0b1111_1111_1111
