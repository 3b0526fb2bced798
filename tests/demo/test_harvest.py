from __future__ import annotations

from datetime import date

from django.test import SimpleTestCase

from marketplace.demo import harvest
from marketplace.demo.rows import parse_season
from marketplace.kernel import times


class WindowTests(SimpleTestCase):
    def test_the_harvest_that_runs_now_or_comes_next(self):
        for months, day, expected in (
            ("7;8;9;10", date(2026, 8, 3), (date(2026, 7, 1), date(2026, 10, 31))),
            ("7;8;9;10", date(2026, 11, 24), (date(2027, 7, 1), date(2027, 10, 31))),
            ("11;12;1", date(2026, 11, 24), (date(2026, 11, 1), date(2027, 1, 31))),
            ("11;12;1", date(2027, 1, 31), (date(2026, 11, 1), date(2027, 1, 31))),
            ("1;2", date(2027, 2, 28), (date(2027, 1, 1), date(2027, 2, 28))),
            ("6;7;11;12", date(2026, 9, 1), (date(2026, 11, 1), date(2026, 12, 31))),
            ("2", date(2028, 1, 1), (date(2028, 2, 1), date(2028, 2, 29))),
        ):
            with self.subTest(months=months, day=day):
                self.assertEqual(harvest.window(parse_season(months), day), expected)

    def test_all_year_has_no_window(self):
        self.assertIsNone(harvest.window(times.ALL_YEAR, date(2026, 1, 1)))
