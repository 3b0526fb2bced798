"""The day on which the tests that need one take place."""

from __future__ import annotations

from datetime import date, datetime

from marketplace.kernel import times

AT = datetime(2026, 11, 24, 9, 30, tzinfo=times.VIETNAM)
DAY = date(2026, 11, 24)
