"""From the months in which there are goods to the days of the harvest that runs now or comes next."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from marketplace.kernel import times


def window(season_months: int, day: date) -> tuple[date, date] | None:
    """First and last day, or None where there is a harvest all year. Two seasons a year: the nearer one."""
    if season_months == times.ALL_YEAR:
        return None
    years = (day.year - 1, day.year, day.year + 1)
    windows = [_from_month(season_months, year, month) for year in years for month in _starts(season_months)]
    return min(found for found in windows if found[1] >= day)


def _starts(season_months: int) -> list[int]:
    return [m for m in range(1, 13) if _in(season_months, m) and not _in(season_months, m - 1)]


def _from_month(season_months: int, year: int, month: int) -> tuple[date, date]:
    first, last_year, last = date(year, month, 1), year, month
    while _in(season_months, last + 1):
        last_year, last = (last_year, last + 1) if last < 12 else (last_year + 1, 1)
    return first, date(last_year, last, monthrange(last_year, last)[1])


def _in(season_months: int, month: int) -> bool:
    return bool(season_months & times.month_bit((month - 1) % 12 + 1))
