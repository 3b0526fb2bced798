from __future__ import annotations

from django.test import TestCase

from catalog.models import Category
from marketplace.kernel import places
from sellers.models import Seller, SellerStatus
from tests.support.goods import make_product, make_seller


class CommunesTests(TestCase):
    def test_all_92_communes_are_listed_without_a_query(self) -> None:
        with self.assertNumQueries(0):
            answer = self.client.get("/api/v1/communes")

        self.assertEqual(answer.json()["codes_version"], "2025-07-01")
        self.assertEqual([row["code"] for row in answer.json()["results"]], list(places.communes()))


class CategoriesTests(TestCase):
    def test_paths_are_those_of_the_pages(self) -> None:
        tea = Category.add_root(name="Chè, trà", slug="che-tra", name_en="Tea")
        green = tea.add_child(name="Chè xanh", slug="che-xanh")

        with self.assertNumQueries(1):
            rows = self.client.get("/api/v1/categories").json()["results"]

        self.assertEqual([row["path"] for row in rows], ["che-tra", "che-tra/che-xanh"])
        self.assertEqual([row["parent"] for row in rows], [None, "che-tra"])
        self.assertEqual([row["url"] for row in rows], [tea.get_absolute_url(), green.get_absolute_url()])


class SellersTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.lan = make_seller()
        make_product(cls.lan)

    def test_a_seller_is_shown_with_what_it_sells(self) -> None:
        answer = self.client.get(f"/api/v1/sellers/{self.lan.slug}")

        self.assertEqual(answer.status_code, 200)
        seller = answer.json()
        self.assertEqual((seller["name"], seller["products_count"]), ("Chè Lan Tân Cương", 1))
        self.assertEqual(seller["commune_name"], places.get_commune("05503").name)
        self.assertNotIn("phone", seller)
        self.assertNotIn("tax_code", seller)

    def test_a_seller_who_does_not_sell_is_not_found(self) -> None:
        for status in (SellerStatus.APPLIED, SellerStatus.SUSPENDED, SellerStatus.CLOSED):
            Seller.objects.update(status=status)
            with self.subTest(status=status):
                self.assertEqual(self.client.get(f"/api/v1/sellers/{self.lan.slug}").status_code, 404)
                self.assertEqual(self.client.get("/api/v1/sellers").json()["results"], [])

    def test_pages_follow_each_other_while_sellers_come_and_go(self) -> None:
        for name in ("Miến Việt Cường", "Mật ong Minh", "HTX chè Hảo Đạt"):
            make_seller(name)
        first = self.client.get("/api/v1/sellers?page_size=2").json()
        make_seller("An Khánh")

        second = self.client.get("/api/v1/sellers", {"page_size": 2, "cursor": first["next_cursor"]}).json()

        self.assertEqual([row["slug"] for row in first["results"]], ["che-lan-tan-cuong", "htx-che-hao-dat"])
        self.assertEqual([row["slug"] for row in second["results"]], ["mat-ong-minh", "mien-viet-cuong"])
        self.assertIsNone(second["next_cursor"])

    def test_a_broken_cursor_is_refused(self) -> None:
        for cursor in ("A", "____", "AA", "x" * 2001, "ô", "\x00"):
            with self.subTest(cursor=cursor):
                answer = self.client.get("/api/v1/sellers", {"cursor": cursor})

                self.assertEqual(answer.status_code, 422)

    def test_queries_do_not_grow_with_the_sellers(self) -> None:
        for others in (0, 2):
            for number in range(others):
                make_seller(f"Nhà vườn {number}")
            with self.subTest(sellers=1 + others), self.assertNumQueries(1):
                self.client.get("/api/v1/sellers")
