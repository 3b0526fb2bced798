from __future__ import annotations

from datetime import UTC, datetime

from django.test import TestCase

from marketplace.demo import cast
from marketplace.kernel import times
from marketplace.shop.basket import domain
from marketplace.shop.basket.models import Basket, Line
from marketplace.shop.basket.problems import ProblemKind
from sellers.models import Seller
from tests.support.goods import make_product, make_seller, make_user

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


class AddLineTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.lan = make_seller()
        cls.tea = make_product(cls.lan, price=150_000, stock=10)

    def setUp(self) -> None:
        self.basket = Basket.objects.create()

    def add(self, quantity: int, product_id: int | None = None) -> Line:
        return domain.add_line(basket=self.basket, product_id=product_id or self.tea.pk, quantity=quantity, at=NOW)

    def assert_nothing_added(self) -> None:
        self.assertEqual(self.basket.lines.count(), 0)

    def test_price_of_the_day_is_remembered(self) -> None:
        line = self.add(2)

        self.assertEqual((line.quantity, line.price_incl_tax), (2, 150_000))

    def test_same_product_grows(self) -> None:
        self.add(2)
        self.add(3)

        self.assertEqual(list(self.basket.lines.values_list("quantity", flat=True)), [5])

    def test_unsaved_basket_is_saved_only_when_something_is_put_in(self) -> None:
        basket = Basket()
        with self.assertRaises(domain.NotEnoughStock):
            domain.add_line(basket=basket, product_id=self.tea.pk, quantity=11, at=NOW)

        self.assertIsNone(basket.pk)

        domain.add_line(basket=basket, product_id=self.tea.pk, quantity=1, at=NOW)

        self.assertEqual(basket.lines.count(), 1)

    def test_more_than_the_stock_is_refused_and_says_what_is_left(self) -> None:
        self.add(8)
        with self.assertRaises(domain.NotEnoughStock) as caught:
            self.add(3)

        self.assertEqual(caught.exception.message, "Chỉ còn 10 gói.")
        self.assertEqual(self.basket.lines.get().quantity, 8)

    def test_wrong_quantities_are_refused(self) -> None:
        for quantity in (0, -1, domain.MAX_STEPS + 1):
            with self.subTest(quantity=quantity), self.assertRaises(domain.WrongQuantity):
                self.add(quantity)
        self.assert_nothing_added()

    def test_what_is_not_sold_is_refused(self) -> None:
        self.tea.is_public = False
        self.tea.save()
        for product_id in (self.tea.pk, 999_999):
            with self.subTest(product_id=product_id), self.assertRaises(domain.NotForSale):
                self.add(1, product_id)
        self.assert_nothing_added()

    def test_out_of_season_is_refused_with_the_day(self) -> None:
        custard_apple = make_product(self.lan, "Na La Hiên", season_months=times.month_bit(8))
        with self.assertRaises(domain.OutOfSeason) as caught:
            self.add(1, custard_apple.pk)

        self.assertEqual(caught.exception.message, "Món này chưa đến mùa, có lại từ 01/08/2027.")
        self.assert_nothing_added()

    def test_ordered_basket_takes_nothing(self) -> None:
        Basket.objects.filter(pk=self.basket.pk).update(status=Basket.SUBMITTED)
        with self.assertRaises(domain.BasketClosed):
            self.add(1)
        self.assert_nothing_added()

    def test_full_basket_takes_no_other_product(self) -> None:
        for number in range(domain.MAX_LINES):
            self.add(1, make_product(self.lan, f"Chè xanh số {number}").pk)
        with self.assertRaises(domain.BasketFull):
            self.add(1)

        self.assertEqual(self.basket.lines.count(), domain.MAX_LINES)

    def test_queries_do_not_grow_with_the_basket(self) -> None:
        for others in (1, 3):
            for number in range(others):
                self.add(1, make_product(self.lan, f"Miến {others}{number}").pk)
            fresh = make_product(self.lan, f"Mật ong {others}")
            with self.subTest(others=others), self.assertNumQueries(7):
                self.add(1, fresh.pk)


class ChangeLineTests(TestCase):
    def setUp(self) -> None:
        self.basket = Basket.objects.create()
        self.tea = make_product(make_seller(), stock=10)
        self.line = domain.add_line(basket=self.basket, product_id=self.tea.pk, quantity=2, at=NOW)

    def test_quantity_is_set(self) -> None:
        domain.change_line(basket=self.basket, line_id=self.line.pk, quantity=7, at=NOW)

        self.assertEqual(self.basket.lines.get().quantity, 7)

    def test_beyond_the_stock_is_refused(self) -> None:
        with self.assertRaises(domain.NotEnoughStock):
            domain.change_line(basket=self.basket, line_id=self.line.pk, quantity=11, at=NOW)

        self.assertEqual(self.basket.lines.get().quantity, 2)

    def test_line_of_another_basket_is_not_there(self) -> None:
        other = Basket.objects.create()
        for act in (
            lambda: domain.change_line(basket=other, line_id=self.line.pk, quantity=1, at=NOW),
            lambda: domain.remove_line(basket=other, line_id=self.line.pk),
        ):
            with self.assertRaises(domain.NoSuchLine):
                act()

        self.assertEqual(self.basket.lines.get().quantity, 2)

    def test_removed_line_can_be_put_back(self) -> None:
        removed = domain.remove_line(basket=self.basket, line_id=self.line.pk)

        self.assertEqual(removed, domain.Removed(self.tea.pk, 2, "Chè móc câu Tân Cương"))
        self.assertEqual(self.basket.lines.count(), 0)


class RecheckTests(TestCase):
    def setUp(self) -> None:
        self.lan = make_seller()
        self.basket = Basket.objects.create()
        self.tea = make_product(self.lan, price=150_000, stock=10)
        self.line = domain.add_line(basket=self.basket, product_id=self.tea.pk, quantity=5, at=NOW)

    def problems(self) -> list[tuple[str, str]]:
        return [(p.kind, p.message) for p in domain.recheck(basket=self.basket, at=NOW)]

    def test_nothing_changed(self) -> None:
        self.assertEqual(self.problems(), [])

    def test_changed_price_names_both(self) -> None:
        self.tea.stockrecords.update(price=160_000)

        self.assertEqual(
            self.problems(),
            [
                (
                    ProblemKind.PRICE_CHANGED,
                    "Giá đã đổi từ 150.000\u00a0₫ thành 160.000\u00a0₫ kể từ khi bạn cho vào giỏ.",
                )
            ],
        )

        domain.accept_prices(basket=self.basket, at=NOW)

        self.assertEqual(self.problems(), [])

    def test_less_stock_says_what_is_left(self) -> None:
        self.tea.stockrecords.update(num_allocated=7)

        self.assertEqual(self.problems(), [(ProblemKind.NOT_ENOUGH_STOCK, "Chỉ còn 3 gói.")])

    def test_sold_out_and_withdrawn(self) -> None:
        self.tea.stockrecords.update(num_in_stock=0)

        self.assertEqual(self.problems(), [(ProblemKind.SOLD_OUT, "Món này vừa hết hàng.")])

        Seller.objects.update(status="SUSPENDED")

        self.assertEqual(self.problems(), [(ProblemKind.NOT_FOR_SALE, "Nhà vườn không còn bán món này.")])

    def test_one_query_whatever_the_lines(self) -> None:
        for rows in (1, 3):
            while self.basket.lines.count() < rows:
                more = make_product(self.lan, f"Chè {self.basket.lines.count()}")
                domain.add_line(basket=self.basket, product_id=more.pk, quantity=1, at=NOW)
            with self.subTest(rows=rows), self.assertNumQueries(1):
                domain.recheck(basket=self.basket, at=NOW)


class MergeTests(TestCase):
    def test_larger_quantity_stays_and_the_guests_basket_closes(self) -> None:
        lan = make_seller()
        tea, honey = make_product(lan), make_product(lan, "Mật ong rừng")
        hoa = make_user(cast.HOA)
        own, guest = Basket.objects.create(owner=hoa), Basket.objects.create()
        domain.add_line(basket=own, product_id=tea.pk, quantity=2, at=NOW)
        domain.add_line(basket=guest, product_id=tea.pk, quantity=3, at=NOW)
        domain.add_line(basket=guest, product_id=honey.pk, quantity=1, at=NOW)

        domain.merge(source=guest, into=own)

        lines = own.lines.order_by("pk").values_list("product_id", "quantity")
        self.assertEqual(list(lines), [(tea.pk, 3), (honey.pk, 1)])
        guest.refresh_from_db()
        self.assertEqual(guest.status, Basket.MERGED)
