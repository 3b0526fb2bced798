from __future__ import annotations

import pytest
from django.test import SimpleTestCase

from catalog.models import ContentUnit, SaleUnit
from marketplace.demo import rows
from marketplace.demo.rows import Measure
from marketplace.kernel import times


class ParseMeasureTests(SimpleTestCase):
    def test_units_are_read_as_people_write_them(self):
        for text, expected in (
            ("kg", Measure(SaleUnit.KG, 1000, ContentUnit.GRAM)),
            ("hộp 200g", Measure(SaleUnit.BOX, 200, ContentUnit.GRAM)),
            ("gói 1 kg", Measure(SaleUnit.PACK, 1000, ContentUnit.GRAM)),
            ("chai 500ml", Measure(SaleUnit.BOTTLE, 500, ContentUnit.MILLILITRE)),
            ("lít", Measure(SaleUnit.LITRE, 1000, ContentUnit.MILLILITRE)),
            ("lạng", Measure(SaleUnit.BOX, 100, ContentUnit.GRAM)),
            ("hộp 20 túi", Measure(SaleUnit.BOX, 20, ContentUnit.COUNT)),
            ("vỉ 10 quả", Measure(SaleUnit.TRAY, 10, ContentUnit.COUNT)),
            ("chục", Measure(SaleUnit.DOZEN, 10, ContentUnit.COUNT)),
            ("con", Measure(SaleUnit.ANIMAL)),
            ("nải", Measure(SaleUnit.HAND)),
        ):
            with self.subTest(text=text):
                self.assertEqual(rows.parse_measure(text), expected)

    def test_an_unknown_unit_is_an_error(self):
        for text in ("", "thùng", "hộp 20 con", "kg kg"):
            with self.subTest(text=text), pytest.raises(rows.UnknownUnit):
                rows.parse_measure(text)


class ParseSeasonTests(SimpleTestCase):
    def test_months_become_bits(self):
        self.assertEqual(rows.parse_season("all"), times.ALL_YEAR)
        self.assertEqual(rows.parse_season("11;12;1"), 0b1100_0000_0001)


class RowsTests(SimpleTestCase):
    def test_all_sourced_rows_are_read(self):
        read = rows.rows()

        self.assertEqual(len(read), 199)
        self.assertEqual(len({row.title for row in read}), 199)
        self.assertEqual(len([row for row in read if row.stars]), 44)

    def test_a_place_is_its_commune_and_former_district(self):
        row = next(row for row in rows.rows() if row.title == "Rượu men lá Bằng Phúc")

        self.assertEqual((row.commune, row.former_commune, row.districts), ("01933", "Xã Bằng Phúc", ("Chợ Đồn",)))

    def test_categories_come_before_their_children(self):
        seen: set[tuple[str, ...]] = {()}
        for category in rows.categories():
            self.assertIn(category.path[:-1], seen)
            seen.add(category.path)
        self.assertEqual(len(seen) - 1, 54)
        self.assertLessEqual({row.category for row in rows.rows()}, seen)
