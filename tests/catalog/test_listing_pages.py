from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import TestCase

from catalog.models import Category, ProductCategory
from catalog.queries.category_tree import forget_category_tree
from tests.support.goods import make_product, make_seller
from tests.support.searching import index_all


class ListingTestCase(TestCase):
    """Lan's tea and Minh's honey, indexed as they stand."""

    def setUp(self) -> None:
        cache.clear()
        self.addCleanup(forget_category_tree)
        self.tea = Category.add_root(name="Chè – Trà", name_en="Tea", slug="che-tra", code="che-tra")
        self.green = self.tea.add_child(name="Chè xanh", name_en="Green tea", slug="che-xanh", code="che-xanh")
        self.lan = make_seller("Chè Lan Tân Cương")
        self.minh = make_seller("Mật ong Minh", commune_code="05443")
        forget_category_tree()

    def put(self, seller: Any, title: str, category: Category | None = None, **fields: Any) -> Any:
        product = make_product(seller, title, **fields)
        if category:
            ProductCategory.objects.create(product=product, category=category)
        return product


class SearchPageTests(ListingTestCase):
    def test_a_listing_asks_the_database_nothing_with_one_row_and_with_three(self) -> None:
        for rows in (1, 3):
            self.put(self.lan, f"Chè móc câu số {rows}", self.green)
            self.put(self.lan, f"Chè đinh số {rows}", self.green)
            index_all()
            self.client.get("/tim/")
            with self.subTest(rows=rows), self.assertNumQueries(0):
                self.client.get("/tim/?q=che")

    def test_words_without_marks_find_and_the_heading_says_them_back(self) -> None:
        self.put(self.lan, "Chè móc câu Tân Cương", self.green)
        self.put(self.minh, "Mật ong rừng")
        index_all()

        page = self.client.get("/tim/?q=moc+cau")

        self.assertContains(page, "<h1>Kết quả cho “moc cau”</h1>")
        self.assertContains(page, "Chè <mark>móc câu</mark> Tân Cương</a>")
        self.assertNotContains(page, "Mật ong rừng")

    def test_near_me_asks_where_and_begins_with_the_nearest(self) -> None:
        self.put(self.lan, "Chè móc câu", self.green, origin_commune="05503")
        self.put(self.minh, "Mật ong rừng", origin_commune="05443")
        index_all()

        page = self.client.get("/tim/?xep=gan&o=05443")

        self.assertContains(page, '<option value="05443" selected>')
        self.assertEqual([hit.title for hit in page.context["listing"].hits], ["Mật ong rừng", "Chè móc câu"])
        self.assertNotContains(self.client.get("/tim/"), 'id="near"')

    def test_hostile_words_come_back_escaped(self) -> None:
        page = self.client.get("/tim/", {"q": '"><script>alert(1)</script>'})

        self.assertEqual(page.status_code, 200)
        self.assertNotContains(page, "<script>alert")

    def test_a_chosen_facet_is_a_chip_that_leads_back_without_it(self) -> None:
        self.put(self.lan, "Chè móc câu Tân Cương", self.green)
        index_all()

        page = self.client.get("/tim/?q=che&xa=05503&con-hang=1")

        chips = re.findall(r'<a class="chip" href="([^"]*)" aria-label="Bỏ lọc: ([^"]*)"', page.content.decode())
        self.assertEqual(
            chips, [("/tim/?q=che&amp;con-hang=1", "Xã Tân Cương"), ("/tim/?q=che&amp;xa=05503", "Còn hàng")]
        )

    def test_an_empty_answer_helps(self) -> None:
        page = self.client.get("/tim/?q=khongcogi")

        self.assertContains(page, "Chưa thấy mặt hàng nào")
        self.assertContains(page, "Xem tất cả nông sản")

    def test_narrowed_and_worded_pages_stay_out_of_other_indexes(self) -> None:
        index_all()

        self.assertNotContains(self.client.get("/tim/"), "noindex")
        self.assertContains(self.client.get("/tim/?q=che"), 'content="noindex, follow"')
        self.assertContains(self.client.get("/tim/?ocop=5"), 'content="noindex, follow"')

    def test_the_canonical_address_has_no_choices(self) -> None:
        page = self.client.get("/tim/?q=che&ocop=5&xep=moi&utm_source=zalo")

        self.assertContains(page, '<link rel="canonical" href="http://localhost:8000/tim/?q=che">')

    def test_pages_are_linked_one_to_the_next(self) -> None:
        for number in range(25):
            self.put(self.lan, f"Chè móc câu vụ {number}", self.green)
        index_all()

        first, second = self.client.get("/tim/"), self.client.get("/tim/?trang=2")

        self.assertContains(first, '<link rel="next" href="/tim/?trang=2">')
        self.assertContains(second, '<link rel="prev" href="/tim/">')
        self.assertNotContains(second, 'rel="next"')

    def test_a_swap_tells_the_browser_the_clean_address(self) -> None:
        answer = self.client.get("/tim/?q=che&gia-tu=&gia-den=&xep=", headers={"hx-request": "true"})

        self.assertEqual(answer["HX-Push-Url"], "/tim/?q=che")

    def test_nobody_may_post(self) -> None:
        self.assertEqual(self.client.post("/tim/").status_code, 405)


class CategoryPageTests(ListingTestCase):
    def test_a_category_holds_what_its_children_hold(self) -> None:
        self.put(self.lan, "Chè móc câu Tân Cương", self.green)
        self.put(self.minh, "Mật ong rừng")
        index_all()

        page = self.client.get("/nhom/che-tra/")

        self.assertContains(page, "Chè móc câu Tân Cương</a>")
        self.assertNotContains(page, "Mật ong rừng")
        self.assertContains(page, 'href="/nhom/che-tra/che-xanh/"')

    def test_a_category_asks_nothing_with_one_row_and_with_three(self) -> None:
        for rows in (1, 3):
            for number in range(rows):
                self.put(self.lan, f"Chè {rows} {number}", self.green)
            index_all()
            self.client.get("/nhom/che-tra/")
            with self.subTest(rows=rows), self.assertNumQueries(0):
                self.client.get("/nhom/che-tra/che-xanh/")

    def test_an_english_reader_reads_english_names(self) -> None:
        page = self.client.get("/nhom/che-tra/", headers={"cookie": "django_language=en"})

        self.assertContains(page, "<h1>Tea</h1>")

    def test_search_engines_get_the_line_of_categories(self) -> None:
        page = self.client.get("/nhom/che-tra/che-xanh/").content.decode()

        [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
        self.assertEqual([item["name"] for item in json.loads(block)["itemListElement"]], ["Chè – Trà", "Chè xanh"])

    def test_an_unknown_or_hidden_category_is_not_found(self) -> None:
        self.green.is_public = False
        self.green.save()

        self.assertEqual(self.client.get("/nhom/khong-co/").status_code, 404)
        self.assertEqual(self.client.get("/nhom/che-tra/che-xanh/").status_code, 404)


class SellerPageTests(ListingTestCase):
    def test_a_seller_shows_their_own_goods_only(self) -> None:
        self.put(self.lan, "Chè móc câu Tân Cương", self.green)
        self.put(self.minh, "Mật ong rừng")
        index_all()

        page = self.client.get(self.lan.get_absolute_url())

        self.assertContains(page, "Chè móc câu Tân Cương</a>")
        self.assertNotContains(page, "Mật ong rừng")

    def test_a_suspended_seller_has_no_page_and_is_in_no_list(self) -> None:
        self.minh.status = "SUSPENDED"
        self.minh.save()

        self.assertEqual(self.client.get(self.minh.get_absolute_url()).status_code, 404)
        self.assertNotContains(self.client.get("/nha-vuon/"), "Mật ong Minh")

    def test_a_commune_and_a_kind_narrow_the_list(self) -> None:
        page = self.client.get("/nha-vuon/?xa=05443&loai=HOUSEHOLD")

        self.assertContains(page, "Mật ong Minh")
        self.assertNotContains(page, "Chè Lan Tân Cương</a>")

    def test_the_list_asks_twice_with_one_row_and_with_three(self) -> None:
        self.client.get("/nha-vuon/")
        for rows in (1, 3):
            for number in range(rows - 1):
                make_seller(f"Vườn {rows} {number}")
            with self.subTest(rows=rows), self.assertNumQueries(2):
                self.client.get("/nha-vuon/")


class SuggestTests(ListingTestCase):
    def test_names_come_with_the_address_they_lead_to(self) -> None:
        product = self.put(self.lan, "Chè móc câu Tân Cương", self.green)
        index_all()

        found = self.client.get("/goi-y/?q=che moc").json()["suggestions"]

        self.assertIn(
            {"kind": "product", "kind_label": "", "text": product.title, "address": product.get_absolute_url()}, found
        )

    def test_nothing_typed_offers_nothing(self) -> None:
        self.assertEqual(self.client.get("/goi-y/?q=%20").json(), {"suggestions": []})


@pytest.mark.parametrize(
    "target", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "\\\\evil.example"]
)
def test_the_language_switch_leads_nowhere_else(client: Any, target: str) -> None:
    answer = client.get("/ngon-ngu/en/", {"next": target})

    assert answer["Location"] == "/"
    assert answer.cookies["django_language"].value == "en"


def test_the_language_switch_comes_back_to_the_page(client: Any) -> None:
    assert client.get("/ngon-ngu/en/", {"next": "/tim/?q=che"})["Location"] == "/tim/?q=che"


@pytest.mark.django_db
def test_an_unknown_language_is_not_found(client: Any) -> None:
    assert client.get("/ngon-ngu/fr/").status_code == 404
