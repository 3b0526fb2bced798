from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import TestCase
from oscar.core.loading import get_model

from marketplace.demo import cast
from marketplace.shop.basket.models import Basket
from tests.support.goods import make_delivery, make_product, make_seller, make_user, stock_of

Order = get_model("order", "Order")


class CheckoutApiCase(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.lan = make_seller()
        cls.minh = make_seller("Mật ong Minh", phone="+84912000003", tax_code="4600000003")
        make_delivery(cls.lan, "den-lay", name="Đến lấy", kind="PICKUP", fee=0, pickup_address="Xóm Hồng Thái")
        cls.tea = make_product(cls.lan, price=150_000, stock=10)
        cls.honey = make_product(cls.minh, "Mật ong hoa nhãn", price=200_000, stock=5)

    def setUp(self) -> None:
        self.token = self.basket((self.tea, 2), (self.honey, 1))

    def basket(self, *goods: tuple[Any, int]) -> str:
        token: str = self.client.post("/api/v1/baskets").json()["token"]
        for product, quantity in goods:
            self.client.post(
                f"/api/v1/baskets/{token}/lines",
                data={"product_id": product.pk, "quantity": quantity},
                content_type="application/json",
            )
        return token

    def body(self, **changes: Any) -> dict[str, Any]:
        return {
            "basket": self.token,
            "contact": {"name": "Phạm Thị Hoa", "phone": "0912 000 004", "email": "hoa@demo.xutra.example"},
            "address": {"line": "Số 5, xóm Hồng Thái", "commune_code": "05503"},
            "payment_method": "sandbox",
        } | changes

    def order(self, key: str | None = "hoa-2026-11-24", **changes: Any) -> HttpResponse:
        headers = {"Idempotency-Key": key} if key is not None else {}
        return self.client.post(
            "/api/v1/checkouts", data=self.body(**changes), content_type="application/json", headers=headers
        )

    def assert_nothing_ordered(self) -> None:
        self.assertEqual(Order.objects.count(), 0)
        self.assertEqual((stock_of(self.tea), stock_of(self.honey)), ((10, None), (5, None)))
        self.assertEqual(set(Basket.objects.values_list("status", flat=True)), {Basket.OPEN})


class PlaceOrderTests(CheckoutApiCase):
    def test_two_farms_become_one_order_and_the_way_to_pay(self) -> None:
        answer = self.order()

        self.assertEqual(answer.status_code, 201, answer.content)
        placed = answer.json()
        order = Order.objects.get()
        self.assertEqual(placed["reference"], order.number)
        self.assertEqual(placed["total_amount"], 2 * 150_000 + 200_000 + 2 * 30_000)
        self.assertEqual((placed["charge"]["state"], placed["charge"]["amount"]), ("OPEN", placed["total_amount"]))
        self.assertTrue(placed["next_step"]["url"].startswith("http://"))
        self.assertEqual(answer["Location"], f"/api/v1/orders/{order.number}")
        self.assertEqual(order.parts.count(), 2)
        self.assertEqual((stock_of(self.tea)[1], stock_of(self.honey)[1]), (2, 1))

    def test_the_same_key_gives_the_same_order(self) -> None:
        first, second = self.order(), self.order()

        self.assertEqual((first.status_code, second.status_code), (201, 200))
        self.assertEqual(first.json()["reference"], second.json()["reference"])
        self.assertEqual(Order.objects.count(), 1)
        self.assertEqual(stock_of(self.tea), (10, 2))

    def test_the_same_key_with_another_wish_is_refused(self) -> None:
        self.order()

        answer = self.order(payment_method="cash_on_delivery")

        self.assertEqual((answer.status_code, answer.json()["code"]), (409, "idempotency_conflict"))
        self.assertEqual(Order.objects.count(), 1)

    def test_the_same_basket_with_another_key_is_refused(self) -> None:
        self.order()

        answer = self.order("another-key")

        self.assertEqual((answer.status_code, answer.json()["code"]), (409, "already_ordered"))
        self.assertEqual(Order.objects.count(), 1)

    def test_two_callers_may_choose_the_same_key(self) -> None:
        first = self.order()
        self.token = self.basket((self.tea, 1))

        second = self.order()

        self.assertEqual(second.status_code, 201)
        self.assertNotEqual(first.json()["reference"], second.json()["reference"])

    def test_a_key_must_be_given(self) -> None:
        for key in (None, "", "short", "x" * 121, "có dấu tiếng Việt"):
            with self.subTest(key=key):
                self.assertEqual(self.order(key).status_code, 422)
        self.assert_nothing_ordered()

    def test_deliveries_that_were_chosen_are_kept(self) -> None:
        chosen = [{"seller": self.lan.slug, "code": "den-lay", "note": "Gọi trước\nkhi đến"}]

        placed = self.order(deliveries=chosen).json()

        self.assertEqual(placed["total_amount"], 2 * 150_000 + 200_000 + 30_000)
        part = Order.objects.get().parts.get(seller=self.lan)
        self.assertEqual((part.delivery_code, part.shopper_note), ("den-lay", "Gọi trước\nkhi đến"))

    def test_cash_on_delivery_asks_for_nothing_now(self) -> None:
        placed = self.order(payment_method="cash_on_delivery").json()

        self.assertEqual(placed["charge"]["method"], "cash_on_delivery")
        self.assertEqual(stock_of(self.tea), (8, 0))


class RefusedOrderTests(CheckoutApiCase):
    def test_wrong_data_are_named_and_nothing_is_ordered(self) -> None:
        contact = self.body()["contact"]
        cases: tuple[tuple[dict[str, Any], str], ...] = (
            ({"contact": contact | {"phone": "12345678"}}, "not_a_phone_number"),
            ({"contact": contact | {"phone": "0" * 31}}, "invalid"),
            ({"contact": contact | {"name": ""}}, "invalid"),
            ({"contact": contact | {"name": "Hoa\x00"}}, "invalid"),
            ({"contact": contact | {"email": "hoa"}}, "invalid"),
            ({"contact": {}}, "invalid"),
            ({"address": {"line": "Số 5"}}, "unknown_place"),
            ({"address": {"line": "Số 5", "commune_code": "99999"}}, "unknown_place"),
            ({"address": {"line": "Số 5", "province_code": "99"}}, "unknown_place"),
            ({"address": {"line": "x" * 201, "commune_code": "05503"}}, "invalid"),
            ({"deliveries": [{"seller": "khong-co", "code": "giao-tan-nha"}]}, "unknown_seller"),
            ({"payment_method": "gold"}, "invalid"),
            ({"expected_total": "500000"}, "invalid"),
            ({"expected_total": -1}, "invalid"),
            ({"is_adult": "yes"}, "invalid"),
            ({"invoice": {"name": "HTX", "tax_code": "1"}}, "invalid"),
            ({"price": 1}, "invalid"),
        )
        for changes, code in cases:
            with self.subTest(changes=changes):
                answer = self.order(**changes)

                self.assertEqual((answer.status_code, answer.json()["code"]), (422, code), answer.content)
        self.assert_nothing_ordered()

    def test_what_cannot_be_now_is_a_conflict_and_nothing_is_ordered(self) -> None:
        cases: tuple[tuple[dict[str, Any], str], ...] = (
            ({"expected_total": 1}, "total_changed"),
            ({"deliveries": [{"seller": self.lan.slug, "code": "drone"}]}, "not_delivered"),
        )
        for changes, code in cases:
            with self.subTest(changes=changes):
                answer = self.order(**changes)

                self.assertEqual((answer.status_code, answer.json()["code"]), (409, code))
        self.assert_nothing_ordered()

    def test_a_method_that_is_not_offered_here_is_refused(self) -> None:
        with self.settings(PAYMENT_METHODS=["cash_on_delivery"]):
            answer = self.order()

        self.assertEqual((answer.status_code, answer.json()["code"]), (422, "unknown_payment_method"))
        self.assert_nothing_ordered()

    def test_an_empty_basket_and_a_forged_token(self) -> None:
        empty = self.order(basket=self.basket())
        forged = self.order(basket="MQ:1xVxUI:forged")

        self.assertEqual((empty.status_code, empty.json()["code"]), (409, "basket_empty"))
        self.assertEqual(forged.status_code, 404)
        self.assert_nothing_ordered()


class DeliveriesTests(CheckoutApiCase):
    def test_what_is_shown_is_what_is_paid(self) -> None:
        url = f"/api/v1/baskets/{self.token}/deliveries"

        shown = self.client.get(url, {"commune_code": "05503"}).json()
        placed = self.order(expected_total=shown["total_amount"])

        self.assertEqual(placed.status_code, 201, placed.content)
        self.assertEqual([row["seller"] for row in shown["sellers"]], [self.lan.slug, self.minh.slug])
        self.assertIn("sandbox", shown["payment_methods"])

    def test_a_place_that_does_not_exist_is_refused(self) -> None:
        url = f"/api/v1/baskets/{self.token}/deliveries"
        for params in ({"province_code": "99"}, {"commune_code": "99999"}):
            with self.subTest(params=params):
                answer = self.client.get(url, params)

                self.assertEqual((answer.status_code, answer.json()["code"]), (422, "unknown_place"))

    def test_queries_do_not_grow_with_the_basket(self) -> None:
        goods = [(self.tea, 1), (self.honey, 1), (make_product(self.lan, "Chè đinh"), 1)]
        for lines in (1, 3):
            token = self.basket(*goods[:lines])
            with self.subTest(lines=lines), self.assertNumQueries(5):
                self.client.get(f"/api/v1/baskets/{token}/deliveries?commune_code=05503")


class GetOrderTests(CheckoutApiCase):
    def setUp(self) -> None:
        super().setUp()
        self.reference = self.order().json()["reference"]

    def ask(self, phone: str | None, reference: str = "") -> HttpResponse:
        headers = {"X-Phone": phone} if phone is not None else {}
        return self.client.get(f"/api/v1/orders/{reference or self.reference}", headers=headers)

    def test_the_phone_of_the_order_opens_it(self) -> None:
        answer = self.ask("0912000004")

        self.assertEqual(answer.status_code, 200, answer.content)
        order = answer.json()
        self.assertEqual(order["reference"], self.reference)
        self.assertEqual([part["seller_name"] for part in order["parts"]], ["Chè Lan Tân Cương", "Mật ong Minh"])
        self.assertEqual(sum(part["goods_amount"] for part in order["parts"]), 500_000)
        self.assertTrue(order["is_waiting_for_payment"])
        self.assertEqual(answer["Cache-Control"], "private, no-cache")

    def test_every_wrong_answer_is_the_same(self) -> None:
        answers = [
            self.ask("0912000003"),
            self.ask("not a phone"),
            self.ask(None),
            self.ask("0912000004", "DH2222222222"),
            self.ask(None, "DH2222222222"),
        ]

        self.assertEqual({answer.status_code for answer in answers}, {404})
        self.assertEqual({answer.json()["code"] for answer in answers}, {"order_not_found"})
        self.assertEqual(len({answer.content for answer in answers}), 1)

    def test_an_account_sees_its_own_orders_and_no_others(self) -> None:
        hoa, minh = make_user(cast.HOA), make_user(cast.MINH)
        Order.objects.update(user=hoa)

        self.client.force_login(minh)
        others = self.ask(None)
        self.client.force_login(hoa)
        own = self.ask(None)

        self.assertEqual((others.status_code, own.status_code), (404, 200))
