"""What the database itself refuses, whoever asks."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import TestCase

from catalog.models import Certificate, Product, ProductClass


class ProductConstraintTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.kind = ProductClass.objects.create(name="Nông sản")
        cls.tea = Product.objects.create(title="Chè Tân Cương móc câu", product_class=cls.kind)

    def refuses(self, name: str, **fields: object) -> None:
        before = Product.objects.count()
        with self.subTest(name=name, **fields), pytest.raises(IntegrityError) as refused, transaction.atomic():
            Product.objects.create(title="Chè", product_class=self.kind, **fields)
        self.assertIn(name, str(refused.value))
        self.assertEqual(Product.objects.count(), before)

    def test_a_season_is_some_of_twelve_months(self):
        self.refuses("product_season_is_twelve_bits", season_months=0)
        self.refuses("product_season_is_twelve_bits", season_months=4096)

    def test_a_content_has_an_amount_and_a_unit(self):
        self.refuses("product_content_has_unit", content_amount=500, content_unit="")
        self.refuses("product_content_has_unit", content_amount=None, content_unit="G")
        self.refuses("product_content_has_unit", content_amount=0, content_unit="G")
        self.refuses("product_content_has_unit", content_amount=5, content_unit="LANG")

    def test_a_step_is_at_least_a_thousandth(self):
        self.refuses("product_step_is_positive", step_thousandths=0)
        self.refuses("product_step_is_positive", step_thousandths=1_000_001)

    def test_a_drink_with_alcohol_is_for_adults(self):
        self.refuses("product_alcohol_is_age_restricted", label={"ethanol_percent": 30})

        wine = Product.objects.create(
            title="Rượu mơ", product_class=self.kind, label={"ethanol_percent": 14}, is_age_restricted=True
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            Product.objects.filter(pk=wine.pk).update(is_age_restricted=False)

    def test_only_what_is_weighed_is_billed_by_weight(self):
        self.refuses("product_weighed_by_kilogram", is_billed_by_weight=True, sale_unit="PACK")

    def test_a_harvest_ends_after_it_begins(self):
        self.refuses(
            "product_harvest_window_in_order", harvest_from_on=date(2026, 9, 2), harvest_until_on=date(2026, 9, 1)
        )

    def test_a_shelf_life_is_a_day_or_more(self):
        self.refuses("product_shelf_life_is_positive", shelf_life_days=0)

    def test_a_commune_is_a_code(self):
        self.refuses("product_commune_is_code", origin_commune="5503")

    def test_a_pack_has_a_parent_and_nothing_else_has(self):
        self.refuses("product_child_has_parent", structure="child")
        self.refuses("product_child_has_parent", structure="standalone", parent=self.tea)
        self.refuses("product_child_has_parent", structure="parent", parent=self.tea)


class CertificateConstraintTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        kind = ProductClass.objects.create(name="Nông sản")
        cls.tea = Product.objects.create(title="Chè Tân Cương móc câu", product_class=kind)

    def refuses(self, name: str, **fields: object) -> None:
        with self.subTest(name=name, **fields), pytest.raises(IntegrityError) as refused, transaction.atomic():
            Certificate.objects.create(product=self.tea, **fields)
        self.assertIn(name, str(refused.value))
        self.assertEqual(Certificate.objects.count(), 0)

    def test_ocop_has_three_to_five_stars(self):
        for stars in (0, 1, 2, 6, None):
            self.refuses("certificate_stars_are_ocop", kind="OCOP", stars=stars)

    def test_other_certificates_have_no_stars(self):
        self.refuses("certificate_stars_are_ocop", kind="VIETGAP", stars=3)

    def test_it_expires_after_it_was_issued(self):
        day = date(2026, 1, 1)

        self.refuses("certificate_expires_after_issue", kind="VIETGAP", issued_on=day, expires_on=day)


class ValidCertificateTests(TestCase):
    def test_only_checked_issued_and_not_lapsed_ones_are_valid(self):
        kind = ProductClass.objects.create(name="Nông sản")
        tea = Product.objects.create(title="Chè", product_class=kind)
        day = date(2026, 11, 24)
        cases = {
            "valid": (True, date(2025, 1, 1), date(2028, 1, 1)),
            "last day": (True, date(2023, 11, 24), day),
            "no dates": (True, None, None),
            "lapsed": (True, date(2022, 1, 1), date(2026, 11, 23)),
            "not yet": (True, date(2026, 11, 25), None),
            "not checked": (False, date(2025, 1, 1), date(2028, 1, 1)),
        }
        for name, (is_checked, issued_on, expires_on) in cases.items():
            Certificate.objects.create(
                product=tea,
                kind="ISO22000",
                name=name,
                is_checked=is_checked,
                issued_on=issued_on,
                expires_on=expires_on,
            )

        names = set(Certificate.objects.valid_on(day).values_list("name", flat=True))

        self.assertEqual(names, {"valid", "last day", "no dates"})
