from __future__ import annotations

import hashlib
import itertools
import re
import subprocess
import sys
from pathlib import Path

from django.test import SimpleTestCase

from catalog.models import SaleUnit
from marketplace.demo.certificates import certificates_of
from marketplace.demo.goods import goods
from marketplace.demo.labels import HEALTH_FOOD_PHRASES, label_of
from marketplace.demo.rows import rows
from marketplace.demo.shops import shops
from marketplace.demo.words import about_shop, describe
from marketplace.kernel import phones, places
from tests.support import dates

ROOT = Path(__file__).parents[2]


class ShopsTests(SimpleTestCase):
    def test_every_commune_has_a_seller(self):
        self.assertGreaterEqual(len(shops()), 60)
        self.assertEqual({shop.commune for shop in shops()}, set(places.communes()))

    def test_names_addresses_and_telephones_are_their_own(self):
        for what in ("name", "slug", "phone"):
            with self.subTest(what=what):
                self.assertEqual(len({getattr(shop, what) for shop in shops()}), len(shops()))
        for shop in shops():
            self.assertEqual(phones.to_e164(shop.owner.phone), shop.phone)

    def test_the_cast_keeps_its_shops(self):
        lan, hung, minh = shops()[:3]

        self.assertEqual((lan.owner.first_name, lan.commune, lan.families), ("Lan", "05503", ("tea",)))
        self.assertEqual((hung.owner.first_name, hung.kind), ("Hùng", "COOPERATIVE"))
        self.assertEqual((minh.owner.first_name, minh.families), ("Minh", ("honey",)))


class GoodsTests(SimpleTestCase):
    def test_there_are_more_than_twelve_hundred_of_more_than_sixty_sellers(self):
        self.assertGreaterEqual(len(goods()), 1200)
        self.assertGreaterEqual(len({plan.shop.number for plan in goods()}), 60)

    def test_every_sourced_name_is_the_title_of_one_product(self):
        titles = [plan.title for plan in goods()]

        self.assertEqual(len(titles), len(set(titles)))
        self.assertLessEqual({row.title for row in rows()}, set(titles))

    def test_no_word_stands_twice_in_a_row(self):
        for plan in goods():
            if not plan.is_plain:
                self.assertIsNone(re.search(r"\b(\w+) \1\b", plan.title), plan.title)

    def test_prices_stay_within_the_range_of_their_row(self):
        for plan in goods():
            for pack in plan.packs:
                measure, row = pack.measure, plan.row
                if measure.unit == SaleUnit.ANIMAL:
                    share = 1.0
                else:
                    share = (measure.amount or 1) / (row.measure.amount or measure.amount or 1)
                share *= pack.step_thousandths / 1000
                with self.subTest(title=plan.title, pack=measure):
                    self.assertGreaterEqual(pack.price, int(row.price_min * share) - 1)
                    self.assertLessEqual(pack.price, int(row.price_max * share) + 1)

    def test_only_goods_with_sourced_stars_have_them(self):
        day = dates.DAY
        starred = {
            plan.row.title
            for plan in goods()
            for one in certificates_of(plan, product_id=1, day=day)
            if one.stars and one.expires_on >= day
        }

        self.assertEqual(starred, {row.title for row in rows() if row.stars})

    def test_spirits_are_for_adults_and_say_their_strength(self):
        spirits = [plan for plan in goods() if plan.family.key == "spirits"]

        self.assertEqual(len(spirits), 6)
        for plan in spirits:
            self.assertTrue(plan.is_age_restricted)
            self.assertIn(label_of(plan, plan.packs[0])["ethanol_percent"], (14, 25, 30))

    def test_health_food_carries_both_phrases_of_the_law(self):
        pills = next(plan for plan in goods() if plan.title == "Vi-cumax Nano curcumin")

        self.assertEqual(label_of(pills, pills.packs[0])["phrases"], list(HEALTH_FOOD_PHRASES))

    def test_another_process_makes_the_same_goods(self):
        script = (
            "import django, hashlib; django.setup();"
            "from marketplace.demo.goods import goods;"
            "print(hashlib.sha256(repr(goods()).encode()).hexdigest())"
        )
        environment = {"DJANGO_SETTINGS_MODULE": "marketplace.settings.test", "PYTHONHASHSEED": "7", "PATH": ""}
        made = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )

        self.assertEqual(made.stdout.strip(), hashlib.sha256(repr(goods()).encode()).hexdigest())


class WordsTests(SimpleTestCase):
    def test_descriptions_are_whole_and_differ(self):
        texts = [describe(plan) for plan in goods()]

        self.assertGreater(len(set(texts)) / len(texts), 0.99)
        for before, after in itertools.pairwise(texts):
            self.assertNotEqual(before, after)
        for text in texts:
            self.assertGreater(len(text), 120, text)
            self.assertNotRegex(text, r"[{}]|\bNone\b|  ", text)

    def test_sellers_tell_about_themselves(self):
        texts = [about_shop(shop) for shop in shops()]

        self.assertEqual(len(set(texts)), len(texts))
        for text in texts:
            self.assertNotRegex(text, r"[{}]|\bNone\b|  ", text)
