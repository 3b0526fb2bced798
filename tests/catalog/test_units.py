from __future__ import annotations

from django.test import SimpleTestCase
from django.utils import translation

from catalog.domain import units
from catalog.models import ContentUnit, SaleUnit


class UnitPriceTests(SimpleTestCase):
    def test_grams_give_a_price_per_kilogram(self):
        price = units.unit_price(price=120_000, content_amount=500, content_unit=ContentUnit.GRAM)

        self.assertEqual(price, units.UnitPrice(amount=240_000, per="kg"))

    def test_millilitres_give_a_price_per_litre(self):
        price = units.unit_price(price=95_000, content_amount=750, content_unit=ContentUnit.MILLILITRE)

        self.assertEqual(price, units.UnitPrice(amount=126_667, per="l"))

    def test_pieces_and_unknown_contents_have_none(self):
        for amount, unit in ((10, ContentUnit.COUNT), (None, ""), (0, ContentUnit.GRAM)):
            with self.subTest(amount=amount, unit=unit):
                price = units.unit_price(price=1000, content_amount=amount, content_unit=unit)

                self.assertEqual(price, units.NO_UNIT_PRICE)


class StepTests(SimpleTestCase):
    def test_step_and_unit_price_agree(self):
        self.assertEqual(units.price_of_step(unit_price=45_000, step_thousandths=500), 22_500)
        self.assertEqual(units.price_of_unit(step_price=22_500, step_thousandths=500), 45_000)

    def test_half_a_dong_is_rounded_up(self):
        self.assertEqual(units.price_of_step(unit_price=1_005, step_thousandths=100), 101)


class LabelTests(SimpleTestCase):
    def test_quantity_counts_steps(self):
        for steps, step, unit, expected in (
            (1, 500, SaleUnit.KG, "0,5 kg"),
            (5, 500, SaleUnit.KG, "2,5 kg"),
            (2, 500, SaleUnit.KG, "1 kg"),
            (3, 1000, SaleUnit.PACK, "3 gói"),
            (3, 100, SaleUnit.KG, "0,3 kg"),
            (20, 1000, SaleUnit.PLANT, "20 cây"),
        ):
            with self.subTest(expected=expected), translation.override("vi"):
                label = units.quantity_label(steps=steps, step_thousandths=step, sale_unit=unit)

                self.assertEqual(label, expected)

    def test_english_has_its_own_decimal_sign(self):
        with translation.override("en"):
            label = units.quantity_label(steps=1, step_thousandths=500, sale_unit=SaleUnit.KG)

        self.assertTrue(label.startswith("0.5 "))

    def test_pack_says_its_content(self):
        for unit, amount, content, expected in (
            (SaleUnit.PACK, 500, ContentUnit.GRAM, "gói 500 g"),
            (SaleUnit.BAG, 1500, ContentUnit.GRAM, "túi 1,5 kg"),
            (SaleUnit.BOTTLE, 500, ContentUnit.MILLILITRE, "chai 500 ml"),
            (SaleUnit.TRAY, 10, ContentUnit.COUNT, "vỉ 10 quả"),
            (SaleUnit.BOX, 20, ContentUnit.COUNT, "hộp 20 túi"),
            (SaleUnit.KG, 1000, ContentUnit.GRAM, "kg"),
            (SaleUnit.DOZEN, 10, ContentUnit.COUNT, "chục"),
            (SaleUnit.ANIMAL, None, "", "con"),
        ):
            with self.subTest(expected=expected), translation.override("vi"):
                label = units.pack_label(sale_unit=unit, content_amount=amount, content_unit=content)

                self.assertEqual(label, expected)
