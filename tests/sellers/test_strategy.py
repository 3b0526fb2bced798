from __future__ import annotations

from datetime import date

from django.test import TestCase

from catalog.models import Product
from marketplace.kernel import times
from sellers.models import SellerStatus, StockRecord
from sellers.strategy import Buyable, State, Strategy, buyable, is_in_season, next_season
from tests.support.goods import make_product, make_seller

NOVEMBER = date(2026, 11, 24)
AUGUST_TO_OCTOBER = times.month_bit(8) | times.month_bit(9) | times.month_bit(10)


class BuyableTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.lan = make_seller()

    def answer(self, product: Product, on: date = NOVEMBER) -> Buyable:
        product = Product.objects.get(pk=product.pk)
        record = StockRecord.objects.select_related("partner").get(product=product)
        return buyable(product=product, stock_record=record, on=on)

    def test_stock_that_nobody_holds_can_be_bought(self) -> None:
        tea = make_product(self.lan, stock=10)
        tea.stockrecords.update(num_allocated=4)

        self.assertEqual(self.answer(tea), Buyable(State.AVAILABLE, quantity=6))

    def test_everything_held_is_sold_out(self) -> None:
        tea = make_product(self.lan, stock=4)
        tea.stockrecords.update(num_allocated=4)

        self.assertEqual(self.answer(tea), Buyable(State.SOLD_OUT))

    def test_hidden_product_is_not_for_sale(self) -> None:
        self.assertEqual(self.answer(make_product(self.lan, is_public=False)).state, State.NOT_FOR_SALE)

    def test_suspended_seller_sells_nothing(self) -> None:
        tea = make_product(self.lan)
        self.lan.status = SellerStatus.SUSPENDED
        self.lan.save()

        self.assertEqual(self.answer(tea).state, State.NOT_FOR_SALE)

    def test_product_without_price_is_not_for_sale(self) -> None:
        tea = make_product(self.lan)
        tea.stockrecords.update(price=None)

        self.assertEqual(self.answer(tea).state, State.NOT_FOR_SALE)

    def test_out_of_season_says_when_it_is_back(self) -> None:
        persimmon = make_product(self.lan, "Hồng không hạt Bắc Kạn", season_months=AUGUST_TO_OCTOBER)

        self.assertEqual(self.answer(persimmon), Buyable(State.OUT_OF_SEASON, back_on=date(2027, 8, 1)))

    def test_child_follows_its_parent(self) -> None:
        parent = make_product(self.lan, "Rượu men lá Bằng Phúc", is_age_restricted=True)
        parent.structure = Product.PARENT
        parent.save()
        parent.stockrecords.all().delete()
        bottle = make_product(
            self.lan, "Chai 500 ml", parent=parent, structure=Product.CHILD, product_class=None, stock=3
        )

        self.assertEqual(self.answer(bottle), Buyable(State.AVAILABLE, quantity=3, is_age_restricted=True))

        Product.objects.filter(pk=parent.pk).update(is_public=False)

        self.assertEqual(self.answer(bottle).state, State.NOT_FOR_SALE)


class SeasonTests(TestCase):
    def test_harvest_window_of_this_year_wins_over_the_months(self) -> None:
        product = Product(
            season_months=times.month_bit(11),
            harvest_from_on=date(2026, 12, 5),
            harvest_until_on=date(2027, 1, 20),
        )

        self.assertFalse(is_in_season(product, NOVEMBER))
        self.assertEqual(next_season(product, NOVEMBER), date(2026, 12, 5))
        self.assertTrue(is_in_season(product, date(2027, 1, 20)))

    def test_after_the_window_the_months_count_again(self) -> None:
        product = Product(
            season_months=times.month_bit(11), harvest_from_on=date(2026, 8, 1), harvest_until_on=date(2026, 9, 1)
        )

        self.assertTrue(is_in_season(product, NOVEMBER))

    def test_next_season_may_lie_in_the_next_year(self) -> None:
        self.assertEqual(next_season(Product(season_months=1), NOVEMBER), date(2027, 1, 1))


class StrategyTests(TestCase):
    def test_price_includes_tax(self) -> None:
        tea = make_product(make_seller(), price=150_000)

        info = Strategy(on=NOVEMBER).fetch_for_product(tea)

        self.assertEqual((info.price.incl_tax, info.price.excl_tax, info.price.currency), (150_000, 150_000, "VND"))
        self.assertTrue(info.availability.is_available_to_buy)
        self.assertEqual(info.availability.is_purchase_permitted(11), (False, "Không còn đủ hàng"))
