from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.test import TestCase

from catalog.models import Certificate, Product
from catalog.queries.category_tree import get_category_tree
from sellers.models import Seller, SellerStatus
from tests.support.goods import make_product, make_seller
from tests.support.searching import index_all


class ProductApiCase(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.lan = make_seller()
        cls.minh = make_seller("Mật ong Minh", phone="+84912000003", commune_code="05692")
        cls.tea = make_product(cls.lan, "Chè móc câu Tân Cương", price=150_000)
        cls.shrimp_tea = make_product(cls.lan, "Chè tôm nõn Tân Cương", price=400_000, stock=0)
        cls.honey = make_product(cls.minh, "Mật ong hoa nhãn", price=200_000, origin_commune="05692")
        Certificate.objects.create(product=cls.tea, kind="OCOP", stars=4, is_checked=True)

    def setUp(self) -> None:
        index_all()

    def found(self, **params: Any) -> list[int]:
        return [row["id"] for row in self.asked(**params)["results"]]

    def asked(self, **params: Any) -> Any:
        answer = self.client.get("/api/v1/products", params)
        self.assertEqual(answer.status_code, 200, answer.content)
        return answer.json()


class ListProductsTests(ProductApiCase):
    def test_words_without_tone_marks_find(self) -> None:
        self.assertEqual(self.found(q="mat ong"), [self.honey.pk])

    def test_filters_narrow(self) -> None:
        cases: tuple[tuple[dict[str, Any], list[Product]], ...] = (
            ({"seller": self.minh.slug}, [self.honey]),
            ({"commune": "05692"}, [self.honey]),
            ({"ocop": 4}, [self.tea]),
            ({"certificate": "OCOP"}, [self.tea]),
            ({"price_min": 180_000, "price_max": 300_000}, [self.honey]),
            ({"in_stock": "true", "seller": self.lan.slug}, [self.tea]),
            ({"sort": "price"}, [self.tea, self.honey, self.shrimp_tea]),
            ({"sort": "-price"}, [self.shrimp_tea, self.honey, self.tea]),
        )
        for params, products in cases:
            with self.subTest(params=params):
                self.assertEqual(self.found(**params), [product.pk for product in products])

    def test_an_item_says_what_a_card_needs(self) -> None:
        item = self.asked(q="móc câu")["results"][0]

        self.assertEqual((item["title"], item["price"], item["step_thousandths"]), (self.tea.title, 150_000, 1000))
        self.assertEqual((item["unit_price"], item["unit_price_per"]), (300_000, "kg"))
        self.assertEqual((item["seller_slug"], item["ocop_stars"]), (self.lan.slug, 4))
        self.assertEqual(item["season_months"], list(range(1, 13)))
        self.assertEqual(item["url"], self.tea.get_absolute_url())

    def test_a_facet_keeps_counting_what_is_not_chosen_in_it(self) -> None:
        answer = self.asked(seller=self.minh.slug)

        sellers = {row["value"]: (row["count"], row["is_selected"]) for row in answer["facets"]["seller"]}
        self.assertEqual(answer["total"], 1)
        self.assertEqual(sellers, {self.lan.slug: (2, False), self.minh.slug: (1, True)})

    def test_cursors_walk_through_all_once(self) -> None:
        seen, cursor = [], ""
        for _page in range(3):
            answer = self.asked(page_size=1, sort="price", cursor=cursor)
            seen += [row["id"] for row in answer["results"]]
            cursor = answer["next_cursor"]

        self.assertEqual(seen, [self.tea.pk, self.honey.pk, self.shrimp_tea.pk])
        self.assertIsNone(cursor)

    def test_what_is_malformed_is_named_and_refused(self) -> None:
        cursor = self.asked(page_size=1, sort="price")["next_cursor"]
        cases: tuple[tuple[dict[str, Any], str], ...] = (
            ({"page_size": 1_000_000}, "query.page_size"),
            ({"page_size": "all"}, "query.page_size"),
            ({"page_size": 2**70}, "query.page_size"),
            ({"price_min": -1}, "query.price_min"),
            ({"price_max": "9" * 30}, "query.price_max"),
            ({"sort": "cheapest"}, "query.sort"),
            ({"ocop": 9}, "query.ocop.0"),
            ({"in_stock": "maybe"}, "query.in_stock"),
            ({"certificate": "CE"}, "query.certificate.0"),
            ({"commune": "Tân Cương"}, "query.commune.0"),
            ({"q": "chè\x00"}, "query.q"),
            ({"q": "x" * 201}, "query.q"),
            ({"category": "../etc"}, "query.category"),
        )
        for params, field in cases:
            with self.subTest(params=params):
                answer = self.client.get("/api/v1/products", params)

                self.assertEqual(answer.status_code, 422)
                self.assertEqual([error["field"] for error in answer.json()["errors"]], [field])
        for params in ({"cursor": "zzz"}, {"cursor": cursor, "sort": "newest"}):
            with self.subTest(params=params):
                answer = self.client.get("/api/v1/products", params)

                self.assertEqual((answer.status_code, answer.json()["code"]), (422, "bad_cursor"))

    def test_a_list_asks_the_index_only(self) -> None:
        for words in ("móc câu", "Tân Cương"):
            with self.subTest(words=words), self.assertNumQueries(0):
                self.asked(q=words)


class GetProductTests(ProductApiCase):
    def test_a_product_comes_with_what_can_be_bought(self) -> None:
        answer = self.client.get(f"/api/v1/products/{self.tea.pk}")

        self.assertEqual(answer.status_code, 200)
        product = answer.json()
        self.assertEqual((product["title"], product["seller"]["slug"]), (self.tea.title, self.lan.slug))
        self.assertEqual(
            [(pack["product_id"], pack["price"], pack["state"], pack["left"]) for pack in product["packs"]],
            [(self.tea.pk, 150_000, "AVAILABLE", 10)],
        )
        self.assertEqual([row["stars"] for row in product["certificates"]], [4])

    def test_what_is_not_public_is_not_found(self) -> None:
        Product.objects.filter(pk=self.tea.pk).update(is_public=False)
        Seller.objects.filter(pk=self.minh.pk).update(status=SellerStatus.SUSPENDED)

        for number in (self.tea.pk, self.honey.pk, 2**63 - 1):
            with self.subTest(number=number):
                self.assertEqual(self.client.get(f"/api/v1/products/{number}").status_code, 404)

    def test_a_number_that_no_key_can_hold_is_refused(self) -> None:
        for number in ("0", "-1", "abc", str(2**63), "9" * 60):
            with self.subTest(number=number):
                self.assertEqual(self.client.get(f"/api/v1/products/{number}").status_code, 422)

    def test_queries_do_not_grow_with_the_packs(self) -> None:
        for product, packs in ((self.tea, 1), (self.shrimp_tea, 3)):
            for number in range(packs - 1):
                make_product(self.lan, f"Gói {number}", structure="child", parent=product, product_class=None)
            cache.clear()
            get_category_tree()
            with self.subTest(packs=packs), self.assertNumQueries(6):
                self.client.get(f"/api/v1/products/{product.pk}")


class SuggestTests(ProductApiCase):
    def test_names_are_offered_while_one_types(self) -> None:
        rows = self.client.get("/api/v1/suggest", {"q": "mat o"}).json()["results"]

        self.assertIn(("product", "Mật ong hoa nhãn", self.honey.get_absolute_url()), _kinds(rows))
        self.assertIn(("seller", "Mật ong Minh", self.minh.get_absolute_url()), _kinds(rows))

    def test_the_words_must_be_sent(self) -> None:
        self.assertEqual(self.client.get("/api/v1/suggest").status_code, 422)
        self.assertEqual(self.client.get("/api/v1/suggest", {"q": ""}).json(), {"results": []})


def _kinds(rows: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    return [(row["kind"], row["text"], row["url"]) for row in rows]
