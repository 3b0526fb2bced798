from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.test import SimpleTestCase, TestCase

from catalog.models import Category, Certificate, Product, ProductCategory
from catalog.queries.category_tree import forget_category_tree
from catalog.reviews.models import ProductReview
from marketplace.demo import cast
from sellers.models import StockRecord
from sellers.views.product import _beginning
from tests.support.goods import make_product, make_seller, make_user


class ProductPageTestCase(TestCase):
    def setUp(self) -> None:
        cache.clear()
        self.addCleanup(forget_category_tree)
        self.lan = make_seller("Chè Lan Tân Cương")
        self.tea = make_product(self.lan, "Chè móc câu Tân Cương", description="Hái tay, sao lửa nhỏ.")
        self.address = self.tea.get_absolute_url()

    def get(self, address: str = "", **extra: Any) -> str:
        return self.client.get(address or self.address, **extra).content.decode()

    def add_pack(self, grams: int, price: int, stock: int = 5) -> Product:
        """Makes the tea a parent, as a seller does who offers it in two sizes."""
        Product.objects.filter(pk=self.tea.pk).update(structure=Product.PARENT)
        StockRecord.objects.filter(product=self.tea).delete()
        child = Product.objects.create(
            structure=Product.CHILD,
            parent=self.tea,
            seller=self.lan,
            title=f"Chè móc câu {grams} g",
            slug=self.tea.slug,
            sale_unit="PACK",
            content_amount=grams,
            content_unit="G",
        )
        StockRecord.objects.create(
            product=child,
            partner=self.lan,
            partner_sku=f"GOI{grams}",
            price_currency="VND",
            price=Decimal(price),
            num_in_stock=stock,
        )
        return child


class WordsTests(ProductPageTestCase):
    def test_it_says_what_it_costs_for_what_and_by_the_kilogram(self) -> None:
        page = self.get()

        self.assertIn("150.000\u00a0₫<small>gói 500 g</small>", page)
        self.assertIn("tương đương 300.000\u00a0₫/kg, đã gồm thuế", page)
        self.assertIn("Xã Tân Cương", page)

    def test_a_changed_price_shows_at_once(self) -> None:
        self.get()

        StockRecord.objects.filter(product=self.tea).update(price=99_000)

        self.assertIn("99.000\u00a0₫", self.get())

    def test_the_last_one_sold_shows_at_once(self) -> None:
        self.assertIn("Thêm vào giỏ", self.get())

        StockRecord.objects.filter(product=self.tea).update(num_allocated=10)

        self.assertNotIn("Thêm vào giỏ", self.get())
        self.assertIn("Hết hàng", self.get())

    def test_out_of_season_it_says_when_it_is_back(self) -> None:
        self.tea.season_months = 0b1
        self.tea.harvest_from_on, self.tea.harvest_until_on = date(2099, 1, 5), date(2099, 2, 1)
        self.tea.save()

        self.assertIn("Chưa đến mùa, có lại từ 05/01/2099", self.get())
        self.assertNotIn("Thêm vào giỏ", self.get())

    def test_a_lapsed_or_unchecked_certificate_shows_nowhere(self) -> None:
        Certificate.objects.create(product=self.tea, kind="OCOP", stars=5, is_checked=True, expires_on=date(2020, 1, 1))
        Certificate.objects.create(product=self.tea, kind="ORGANIC", name="Hữu cơ chờ kiểm", is_checked=False)
        Certificate.objects.create(product=self.tea, kind="VIETGAP", name="VietGAP chè", is_checked=True)

        page = self.get()

        self.assertNotIn("OCOP 5 sao", page)
        self.assertNotIn("Hữu cơ chờ kiểm", page)
        self.assertIn("VietGAP chè", page)

    def test_markup_in_a_sellers_words_stays_words(self) -> None:
        self.tea.title = "Chè </script><img src=x onerror=alert(1)>"
        self.tea.description = "</script><script>alert(1)</script>"
        self.tea.save()

        page = self.get()

        self.assertNotIn("<img src=x", page)
        self.assertNotIn("<script>alert", page)

    def test_only_approved_reviews_are_shown_and_only_a_given_name(self) -> None:
        hoa = make_user(cast.HOA)
        for status, title in ((ProductReview.APPROVED, "Thơm lắm"), (ProductReview.FOR_MODERATION, "Chưa duyệt")):
            ProductReview.objects.create(
                product=self.tea, user=hoa if status else None, score=5, title=title, body="Nước xanh.", status=status
            )
        Product.objects.filter(pk=self.tea.pk).update(rating=5, reviews_count=1)

        page = self.get()

        self.assertIn("Thơm lắm", page)
        self.assertNotIn("Chưa duyệt", page)
        self.assertIn("Hoa, ", page)
        self.assertNotIn(cast.HOA.last_name, page)


class PacksTests(ProductPageTestCase):
    def test_the_cheapest_pack_is_chosen_and_the_others_are_links(self) -> None:
        small, large = self.add_pack(200, 70_000), self.add_pack(500, 160_000)

        page = self.get()

        self.assertIn(f'name="product" value="{small.pk}"', page)
        self.assertIn(f'href="?goi={large.pk}"', page)

    def test_a_pack_is_chosen_by_its_link(self) -> None:
        self.add_pack(200, 70_000)
        large = self.add_pack(500, 160_000)

        page = self.get(f"{self.address}?goi={large.pk}")

        self.assertIn(f'name="product" value="{large.pk}"', page)
        self.assertIn("160.000\u00a0₫<small>gói 500 g</small>", page)

    def test_a_pack_that_is_none_is_not_an_error(self) -> None:
        self.add_pack(200, 70_000)

        self.assertIn("70.000\u00a0₫", self.get(f"{self.address}?goi=999999999999999999999"))

    def test_the_address_of_a_pack_leads_to_its_product(self) -> None:
        small = self.add_pack(200, 70_000)

        answer = self.client.get(f"/hang/che-moc-cau-{small.pk}/")

        self.assertEqual((answer.status_code, answer["Location"]), (301, self.address))


class AddressTests(ProductPageTestCase):
    def test_an_old_name_leads_to_the_new_one(self) -> None:
        answer = self.client.get(f"/hang/ten-cu-{self.tea.pk}/")

        self.assertEqual((answer.status_code, answer["Location"]), (301, self.address))

    def test_hidden_goods_and_goods_of_a_suspended_seller_are_not_found(self) -> None:
        self.get()
        Product.objects.filter(pk=self.tea.pk).update(is_public=False)
        self.assertEqual(self.client.get(self.address).status_code, 404)

        Product.objects.filter(pk=self.tea.pk).update(is_public=True)
        self.lan.status = "SUSPENDED"
        self.lan.save()
        self.assertEqual(self.client.get(self.address).status_code, 404)

    def test_search_engines_get_product_offer_and_line(self) -> None:
        category = Category.add_root(name="Chè – Trà", slug="che-tra", code="che-tra")
        ProductCategory.objects.create(product=self.tea, category=category)
        forget_category_tree()

        blocks = [json.loads(text) for text in re.findall(r"ld\+json\">(.*?)</script>", self.get())]

        product, line = blocks
        self.assertEqual(product["offers"][0]["price"], 150_000)
        self.assertEqual(product["offers"][0]["availability"], "https://schema.org/InStock")
        self.assertEqual([item["name"] for item in line["itemListElement"]], ["Chè – Trà", self.tea.title])


class TokenTests(ProductPageTestCase):
    def test_two_visitors_of_one_drawn_page_have_tokens_of_their_own(self) -> None:
        tokens = set()
        for _ in range(2):
            self.client.cookies.clear()
            tokens.update(re.findall(r'csrfmiddlewaretoken" value="([^"]+)"', self.get()))

        self.assertEqual([len(token) for token in tokens], [64, 64])

    def test_a_member_may_save_it_and_sees_that_they_did(self) -> None:
        self.client.force_login(make_user(cast.HOA))
        self.assertIn("Lưu lại", self.get())

        self.client.post(f"/tai-khoan/da-luu/{self.tea.pk}/", {"next": self.address})

        self.assertIn("Đã lưu, bỏ lưu", self.get())


class QueriesTests(ProductPageTestCase):
    def test_a_drawn_page_asks_twice_with_one_pack_and_with_three(self) -> None:
        for packs in (1, 3):
            for number in range(packs):
                self.add_pack(100 * (packs + number), 70_000)
            self.get()
            with self.subTest(packs=packs), self.assertNumQueries(2):
                self.get()

    def test_with_nothing_kept_it_asks_fourteen_times_with_one_pack_and_with_three(self) -> None:
        for packs in (1, 3):
            for number in range(packs):
                self.add_pack(100 * (packs + number), 70_000)
            cache.clear()
            forget_category_tree()
            with self.subTest(packs=packs), self.assertNumQueries(14):
                self.get(f"{self.address}?goi={packs}")


class DrawingTests(SimpleTestCase):
    def test_drawings_stand_five_minutes_and_not_all_begin_at_once(self) -> None:
        at = datetime(2026, 11, 24, 9, 3, 20, tzinfo=UTC)

        begun = [(at - _beginning(pk, at)).seconds // 60 for pk in range(5)]

        self.assertEqual(begun, [3, 4, 0, 1, 2])
        self.assertEqual(_beginning(7, at + timedelta(minutes=4)), _beginning(7, at))
        self.assertNotEqual(_beginning(7, at + timedelta(minutes=5)), _beginning(7, at))
