from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import HttpResponse
from django.test import TestCase

from catalog.models import Product
from marketplace.demo import cast
from marketplace.shop.basket.models import Basket
from tests.support.goods import make_product, make_seller, make_user


class BasketApiCase(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.lan = make_seller()
        cls.minh = make_seller("Mật ong Minh", phone="+84912000003")
        cls.tea = make_product(cls.lan, price=150_000, stock=10)
        cls.honey = make_product(cls.minh, "Mật ong hoa nhãn", price=200_000, stock=5)

    def setUp(self) -> None:
        created = self.client.post("/api/v1/baskets")
        self.url = created["Location"]
        self.token = created.json()["token"]

    def add(self, product: Product, quantity: object = 1) -> HttpResponse:
        return self.send("post", f"{self.url}/lines", {"product_id": product.pk, "quantity": quantity})

    def send(self, method: str, url: str, data: Any) -> HttpResponse:
        return getattr(self.client, method)(url, data=data, content_type="application/json")

    def quantities(self) -> list[int]:
        return list(Basket.objects.get().lines.order_by("pk").values_list("quantity", flat=True))


class CreateBasketTests(BasketApiCase):
    def test_a_new_basket_is_empty_and_stands_at_its_location(self) -> None:
        answer = self.client.get(self.url)

        self.assertEqual(answer.status_code, 200)
        self.assertEqual(
            answer.json(),
            {
                "token": self.token,
                "sellers": [],
                "lines_count": 0,
                "goods_amount": 0,
                "discount_amount": 0,
                "total_amount": 0,
                "is_orderable": False,
                "is_age_restricted": False,
            },
        )
        self.assertEqual(answer["Cache-Control"], "no-store")

    def test_a_token_cannot_be_guessed_from_another(self) -> None:
        pk = Basket.objects.get().pk
        forged = [str(pk), signing.dumps(pk), signing.dumps(pk, salt="other"), self.token[:-1], self.token + "A"]

        for token in forged:
            with self.subTest(token=token):
                answer = self.client.get(f"/api/v1/baskets/{token}")

                self.assertEqual(answer.status_code, 404)
                self.assertEqual(answer.json()["code"], "not_found")

    def test_an_accounts_basket_is_out_of_reach(self) -> None:
        Basket.objects.update(owner=make_user(cast.HOA))

        self.assertEqual(self.client.get(self.url).status_code, 404)


class AddLineTests(BasketApiCase):
    def test_lines_stand_by_seller_with_what_they_cost(self) -> None:
        self.add(self.tea, 2)
        answer = self.add(self.honey, 1)

        self.assertEqual(answer.status_code, 201)
        basket = answer.json()
        self.assertEqual(
            [(seller["slug"], seller["amount"]) for seller in basket["sellers"]],
            [(self.lan.slug, 300_000), (self.minh.slug, 200_000)],
        )
        self.assertEqual(basket["total_amount"], 500_000)
        self.assertTrue(basket["is_orderable"])
        line = basket["sellers"][0]["lines"][0]
        self.assertEqual((line["product_id"], line["quantity"], line["amount"]), (self.tea.pk, 2, 300_000))

    def test_more_than_the_stock_is_a_conflict_and_changes_nothing(self) -> None:
        self.add(self.tea, 8)

        answer = self.add(self.tea, 3)

        self.assertEqual(answer.status_code, 409)
        self.assertEqual(answer.json()["code"], "not_enough_stock")
        self.assertEqual(answer.json()["detail"], "Chỉ còn 10 gói.")
        self.assertEqual(self.quantities(), [8])

    def test_wrong_quantities_are_named_and_change_nothing(self) -> None:
        for quantity in (0, -1, 1.5, "2", True, None, 10_001, 2**70, [1], {"a": 1}, "nhiều"):
            with self.subTest(quantity=quantity):
                answer = self.add(self.tea, quantity)

                self.assertEqual(answer.status_code, 422)
                self.assertEqual(answer.json()["errors"][0]["field"], "body.quantity")
                self.assertEqual(self.quantities(), [])

    def test_a_product_that_is_not_sold_is_a_conflict(self) -> None:
        Product.objects.filter(pk=self.tea.pk).update(is_public=False)

        answer = self.add(self.tea)

        self.assertEqual((answer.status_code, answer.json()["code"]), (409, "not_for_sale"))
        self.assertEqual(self.quantities(), [])

    def test_fields_that_are_not_there_are_refused(self) -> None:
        answer = self.send("post", f"{self.url}/lines", {"product_id": self.tea.pk, "quantity": 1, "price": 1})

        self.assertEqual(answer.status_code, 422)
        self.assertEqual(
            answer.json()["errors"],
            [{"field": "body.price", "code": "extra_forbidden", "message": "Không có mục này."}],
        )
        self.assertEqual(self.quantities(), [])


class ChangeLineTests(BasketApiCase):
    def setUp(self) -> None:
        super().setUp()
        basket = self.add(self.tea, 2).json()
        self.line = f"{self.url}/lines/{basket['sellers'][0]['lines'][0]['id']}"

    def test_the_quantity_is_set(self) -> None:
        answer = self.send("patch", self.line, {"quantity": 7})

        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.json()["total_amount"], 1_050_000)
        self.assertEqual(self.quantities(), [7])

    def test_a_line_of_another_basket_is_not_found(self) -> None:
        other = self.client.post("/api/v1/baskets")["Location"]

        for method, data in (("patch", {"quantity": 1}), ("delete", None)):
            with self.subTest(method=method):
                answer = self.send(method, self.line.replace(self.url, other), data)

                self.assertEqual((answer.status_code, answer.json()["code"]), (404, "no_such_line"))
        self.assertEqual(self.client.get(self.url).json()["goods_amount"], 300_000)

    def test_a_line_is_taken_out(self) -> None:
        answer = self.client.delete(self.line)

        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.json()["lines_count"], 0)
        self.assertEqual(self.quantities(), [])

    def test_an_ordered_basket_is_closed(self) -> None:
        Basket.objects.update(status=Basket.SUBMITTED)

        for answer in (
            self.client.get(self.url),
            self.client.delete(self.url),
            self.client.delete(self.line),
            self.send("patch", self.line, {"quantity": 1}),
            self.add(self.tea),
        ):
            self.assertEqual((answer.status_code, answer.json()["code"]), (409, "basket_closed"))
        self.assertEqual(self.quantities(), [2])


class DeleteBasketTests(BasketApiCase):
    def test_a_basket_is_gone_with_its_lines(self) -> None:
        self.add(self.tea)

        answer = self.client.delete(self.url)

        self.assertEqual((answer.status_code, answer.content), (204, b""))
        self.assertEqual(Basket.objects.count(), 0)
        self.assertEqual(self.client.get(self.url).status_code, 404)


class BodyTests(BasketApiCase):
    def refused(self, body: bytes, content_type: str = "application/json") -> tuple[int, str]:
        answer = self.client.post(f"{self.url}/lines", data=body, content_type=content_type)

        self.assertEqual(answer["Content-Type"], "application/problem+json")
        self.assertEqual(self.quantities(), [])
        return answer.status_code, answer.json()["code"]

    def test_what_is_not_json_is_refused(self) -> None:
        for body in (
            b"{",
            b"\xff\xfe",
            b'{"product_id": NaN, "quantity": 1}',
            b'{"quantity": ' + b"9" * 5000 + b"}",
            b"[" * 100_00 + b"]" * 100_00,
            b'{"a":' * 30 + b"1" + b"}" * 30,
        ):
            with self.subTest(body=body[:20]):
                self.assertEqual(self.refused(body), (400, "malformed"))

    def test_other_content_types_are_refused(self) -> None:
        for content_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
            with self.subTest(content_type=content_type):
                self.assertEqual(self.refused(b'{"quantity": 1}', content_type), (415, "unsupported_media_type"))

    def test_a_body_beyond_the_limit_is_refused(self) -> None:
        self.assertEqual(self.refused(b" " * 65_537), (413, "too_large"))

    def test_a_json_body_of_another_shape_is_invalid(self) -> None:
        for body in (b"[]", b"null", b"1", b'"x"', b"", b"{}", b'{"product_id": "\\ud800", "quantity": "\\u0000"}'):
            with self.subTest(body=body):
                self.assertEqual(self.refused(body), (422, "invalid"))


class QueryTests(BasketApiCase):
    def test_a_basket_costs_the_same_with_one_line_and_with_three(self) -> None:
        goods = [self.tea, self.honey, make_product(self.lan, "Chè đinh Tân Cương")]
        for lines in (1, 3):
            for product in goods[:lines]:
                self.add(product)
            with self.subTest(lines=lines), self.assertNumQueries(6):
                self.client.get(self.url)
