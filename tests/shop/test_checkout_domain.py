from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.test import TestCase

from catalog.models import Product
from marketplace.demo import cast
from marketplace.shop.basket.models import Basket
from marketplace.shop.checkout import domain
from marketplace.shop.checkout.domain import Order, place_order
from marketplace.shop.checkout.request import Address, InvoiceRequest
from marketplace.shop.checkout.writing import TotalChanged
from payments.models import Charge, ChargeState
from sellers.domain.stock import OutOfStock
from sellers.models import DeliveryMethod, HoldState, SellerOrder, SellerOrderState, StockHold, StockRecord
from tests.support.buying import AT_HOME, NOW, make_basket, make_request, order_of
from tests.support.goods import make_product, make_seller, make_user, stock_of


class PlaceOrderTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.hoa = make_user(cast.HOA)
        cls.lan = make_seller("Chè Lan Tân Cương")
        cls.minh = make_seller("Mật ong Minh")
        cls.tea = make_product(cls.lan, "Chè móc câu Tân Cương", price=150_000, stock=10)
        cls.honey = make_product(cls.minh, "Mật ong rừng", price=220_000, stock=5)

    def assert_nothing_placed(self) -> None:
        self.assertEqual(Order.objects.count(), 0)
        self.assertEqual(Charge.objects.count(), 0)
        self.assertEqual(StockHold.objects.count(), 0)
        self.assertFalse(Basket.objects.exclude(status=Basket.OPEN).exists())

    def test_one_order_becomes_a_part_for_each_seller(self) -> None:
        placed = order_of((self.tea, 2), (self.honey, 1), user=self.hoa)

        parts = placed.order.parts.order_by("pk").values_list(
            "seller__name", "goods_amount", "discount_amount", "delivery_amount", "state"
        )
        self.assertEqual(
            list(parts),
            [
                ("Chè Lan Tân Cương", 300_000, 0, 30_000, SellerOrderState.AWAITING_PAYMENT),
                ("Mật ong Minh", 220_000, 0, 30_000, SellerOrderState.AWAITING_PAYMENT),
            ],
        )
        self.assertEqual(placed.order.total_incl_tax, 580_000)
        self.assertEqual(placed.charge.amount, 580_000)
        self.assertEqual(placed.charge.expires_at, NOW + timedelta(minutes=30))
        self.assertEqual(placed.next_step.url, placed.charge.get_absolute_url())

    def test_stock_is_held_and_not_yet_taken(self) -> None:
        order_of((self.tea, 2))

        self.assertEqual(stock_of(self.tea), (10, 2))
        self.assertEqual(StockHold.objects.get().state, HoldState.HELD)

    def test_cash_on_delivery_takes_the_stock_and_may_be_packed_at_once(self) -> None:
        placed = order_of((self.tea, 2), payment_method="cash_on_delivery")

        self.assertEqual(stock_of(self.tea), (8, 0))
        self.assertEqual(placed.order.parts.get().state, SellerOrderState.TO_PACK)
        self.assertEqual((placed.charge.state, placed.charge.expires_at), (ChargeState.OPEN, None))
        self.assertEqual(placed.next_step.url, "")

    def test_promise_counts_working_days(self) -> None:
        part = order_of((self.tea, 1)).order.parts.get()

        # Tuesday 24 November is a holiday: handed over on Thursday, one to three working days on the way.
        self.assertEqual((part.promised_from_on, part.promised_until_on), (date(2026, 11, 27), date(2026, 11, 30)))

    def test_snapshot_keeps_what_later_changes(self) -> None:
        placed = order_of((self.tea, 2), invoice=InvoiceRequest(name="Phạm Thị Hoa", tax_code="0100109106"))
        Product.objects.filter(pk=self.tea.pk).update(title="Tên khác")
        StockRecord.objects.filter(product=self.tea).update(price=999_000)

        content = placed.order.snapshot.content
        line = content["lines"][0]
        self.assertEqual((line["title"], line["step_price"], line["quantity"]), ("Chè móc câu Tân Cương", 150_000, 2))
        self.assertEqual(content["address"]["commune"], "Xã Tân Cương")
        self.assertEqual(content["address"]["codes_version"], "2025-07-01")
        self.assertEqual(content["operator"]["terms_version"], "2026-11")
        self.assertEqual(content["sellers"][0]["tax_code"], "4600000001")
        self.assertEqual(content["invoice"]["tax_code"], "0100109106")

    def test_same_key_gives_the_same_order(self) -> None:
        request = make_request(make_basket((self.tea, 1)))

        first, second = place_order(request, NOW), place_order(request, NOW)

        self.assertEqual(first.order, second.order)
        self.assertEqual((first.is_new, second.is_new), (True, False))
        self.assertEqual((Order.objects.count(), Charge.objects.count()), (1, 1))
        self.assertEqual(stock_of(self.tea), (10, 1))

    def test_same_key_with_other_wishes_is_refused(self) -> None:
        basket = make_basket((self.tea, 1))
        place_order(make_request(basket, idempotency_key="k"), NOW)
        with self.assertRaises(domain.IdempotencyConflict):
            place_order(make_request(basket, idempotency_key="k", payment_method="cash_on_delivery"), NOW)

        self.assertEqual(Order.objects.count(), 1)

    def test_ordered_basket_names_its_order(self) -> None:
        basket = make_basket((self.tea, 1))
        placed = place_order(make_request(basket), NOW)
        with self.assertRaises(domain.AlreadyOrdered) as caught:
            place_order(make_request(basket), NOW)

        self.assertEqual(caught.exception.order, placed.order)
        self.assertEqual(Order.objects.count(), 1)

    def test_basket_of_somebody_else_is_empty_to_me(self) -> None:
        basket = make_basket((self.tea, 1), user=self.hoa)
        for user in (None, make_user(cast.MINH)):
            with self.subTest(user=user), self.assertRaises(domain.BasketEmpty):
                place_order(make_request(basket, user=user), NOW)
        self.assert_nothing_placed()

    def test_other_total_than_the_shopper_saw_is_refused(self) -> None:
        basket = make_basket((self.tea, 1))
        StockRecord.objects.filter(product=self.tea).update(price=160_000)
        with self.assertRaises(TotalChanged) as caught:
            place_order(make_request(basket, expected_total=180_000), NOW)

        self.assertEqual((caught.exception.expected, caught.exception.total), (180_000, 190_000))
        self.assert_nothing_placed()

    def test_changed_stock_is_refused_with_the_lines(self) -> None:
        basket = make_basket((self.tea, 5), (self.honey, 1))
        StockRecord.objects.filter(product=self.tea).update(num_allocated=8)
        with self.assertRaises(domain.BasketHasProblems) as caught:
            place_order(make_request(basket), NOW)

        self.assertEqual([problem.message for problem in caught.exception.problems], ["Chỉ còn 2 gói."])
        self.assert_nothing_placed()

    def test_empty_basket_is_refused(self) -> None:
        with self.assertRaises(domain.BasketEmpty):
            place_order(make_request(make_basket()), NOW)
        self.assert_nothing_placed()

    def test_alcohol_needs_an_adult(self) -> None:
        spirit = make_product(self.lan, "Rượu men lá Bằng Phúc", is_age_restricted=True)
        basket = make_basket((spirit, 1))
        with self.assertRaises(domain.AdultsOnly):
            place_order(make_request(basket), NOW)
        self.assert_nothing_placed()

        placed = place_order(make_request(basket, is_adult=True), NOW)

        self.assertTrue(placed.order.snapshot.content["is_adult"])

    def test_delivery_that_was_not_offered_is_refused(self) -> None:
        basket = make_basket((self.tea, 1))
        with self.assertRaises(domain.NotDelivered):
            place_order(make_request(basket, deliveries={self.lan.pk: "khong-co"}), NOW)
        self.assert_nothing_placed()

    def test_place_that_nobody_delivers_to_is_refused(self) -> None:
        DeliveryMethod.objects.filter(seller=self.lan).update(communes_served=["01840"])
        basket = make_basket((self.tea, 1))
        for address in (AT_HOME, Address(line="1 Tràng Tiền", province_code="01", commune_name="Phường Cửa Nam")):
            with self.subTest(address=address), self.assertRaises(domain.NotDelivered):
                place_order(make_request(basket, address=address), NOW)
        self.assert_nothing_placed()

    def test_unknown_payment_method_is_refused_and_nothing_stays(self) -> None:
        from payments.gateways.registry import UnknownMethod

        basket = make_basket((self.tea, 1))
        with self.assertRaises(UnknownMethod):
            place_order(make_request(basket, payment_method="bitcoin"), NOW)
        self.assert_nothing_placed()

    def test_line_bought_last_before_the_lock_is_out_of_stock(self) -> None:
        from sellers.domain import stock

        order_of((self.tea, 9))
        record = self.tea.stockrecords.get()
        order = Order.objects.get()
        with self.assertRaises(OutOfStock) as caught:
            stock.hold(order=order, wanted={record.pk: 2}, expires_at=None)

        self.assertEqual([(s.wanted, s.available) for s in caught.exception.shortages], [(2, 1)])
        self.assertEqual(stock_of(self.tea), (10, 9))

    def test_queries_do_not_grow_with_the_lines(self) -> None:
        for rows in (1, 3):
            products = [(make_product(self.lan, f"Chè {rows} {number}"), 1) for number in range(rows)]
            request = make_request(make_basket(*products))
            with self.subTest(rows=rows), self.assertNumQueries(34):
                place_order(request, NOW)

    def test_parts_always_add_up(self) -> None:
        DeliveryMethod.objects.filter(seller=self.minh).update(fee=Decimal(17_777))
        for steps in ((1, 1), (3, 2), (7, 3)):
            placed = order_of((self.tea, steps[0] // 4 + 1), (self.honey, 1), user=self.hoa)
            parts = SellerOrder.objects.filter(order=placed.order)
            self.assertEqual(sum(part.total_amount for part in parts), placed.order.total_incl_tax)
