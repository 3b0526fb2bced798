"""Working days for promises of delivery: every day but Sundays and public holidays.

The table is checked by the one who deploys each year; a missing year only makes a promise too early by those days.
"""

from __future__ import annotations

from datetime import date, timedelta

_EVERY_YEAR = {(1, 1), (4, 30), (5, 1), (9, 2), (11, 24)}
# Tết (from the last day of the old year to the fourth of the new one) and the Hùng kings' day, by the lunar calendar.
_LUNAR = {
    2026: (date(2026, 2, 16), date(2026, 2, 20), date(2026, 4, 26)),
    2027: (date(2027, 2, 5), date(2027, 2, 9), date(2027, 4, 16)),
    2028: (date(2028, 1, 25), date(2028, 1, 29), date(2028, 4, 4)),
}
_SUNDAY = 6


def is_workday(day: date) -> bool:
    return day.weekday() != _SUNDAY and (day.month, day.day) not in _EVERY_YEAR and not _is_lunar_holiday(day)


def add_workdays(day: date, count: int) -> date:
    """The `count`-th working day after `day`; for zero the day itself or the next working day."""
    while not is_workday(day):
        day += timedelta(days=1)
    for _ in range(count):
        day += timedelta(days=1)
        while not is_workday(day):
            day += timedelta(days=1)
    return day


def _is_lunar_holiday(day: date) -> bool:
    if day.year not in _LUNAR:
        return False
    tet_from, tet_until, kings = _LUNAR[day.year]
    return tet_from <= day <= tet_until or day == kings
