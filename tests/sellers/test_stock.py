from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test import TestCase

from marketplace.kernel.errors import MarketplaceError
from sellers.domain import stock
from sellers.models import HoldState, StockHold, StockMovement
from tests.support.goods import make_product, make_seller, stock_of
from tests.support.orders import NOW, make_order


class StockTests(TestCase):
    def setUp(self) -> None:
        self.lan = make_seller()
        self.tea = make_product(self.lan, "Chè móc câu", stock=10)
        self.honey = make_product(self.lan, "Mật ong rừng", stock=2)
        self.order = make_order((self.lan, 300_000, 30_000))

    def hold(self, tea: int, honey: int = 0) -> list[StockHold]:
        wanted = {self.tea.stockrecords.get().pk: tea}
        if honey:
            wanted[self.honey.stockrecords.get().pk] = honey
        return stock.hold(order=self.order, wanted=wanted, expires_at=NOW)

    def test_held_then_taken(self) -> None:
        self.hold(4)
        self.assertEqual(stock_of(self.tea), (10, 4))

        self.assertEqual(stock.take(order=self.order, at=NOW), 1)
        self.assertEqual(stock_of(self.tea), (6, 0))
        self.assertEqual(stock.take(order=self.order, at=NOW), 0)
        self.assertEqual(stock_of(self.tea), (6, 0))

    def test_certain_order_takes_at_once_what_is_there(self) -> None:
        record = self.tea.stockrecords.get()

        with self.assertRaises(stock.OutOfStock):
            stock.hold(order=self.order, wanted={record.pk: 11}, expires_at=None, is_certain=True)
        self.assertEqual((stock_of(self.tea), StockMovement.objects.count()), ((10, None), 0))

        stock.hold(order=self.order, wanted={record.pk: 4}, expires_at=None, is_certain=True)

        self.assertEqual((stock_of(self.tea), StockHold.objects.get().state), ((6, 0), HoldState.TAKEN))
        movement = StockMovement.objects.get()
        self.assertEqual((movement.reason, movement.change, movement.level_after), ("SOLD", -4, 6))
        self.assertEqual(stock.take(order=self.order, at=NOW), 0)

    def test_all_or_nothing(self) -> None:
        with self.assertRaises(stock.OutOfStock) as caught:
            self.hold(4, honey=3)

        self.assertEqual([(s.wanted, s.available) for s in caught.exception.shortages], [(3, 2)])
        self.assertEqual((stock_of(self.tea), stock_of(self.honey)), ((10, None), (2, None)))
        self.assertEqual(StockHold.objects.count(), 0)

    def test_record_that_is_gone_is_out_of_stock(self) -> None:
        with self.assertRaises(stock.OutOfStock):
            stock.hold(order=self.order, wanted={999_999: 1}, expires_at=None)

    def test_released_while_held_and_after_it_was_taken(self) -> None:
        self.hold(4, honey=1)
        stock.take(order=self.order, at=NOW)

        self.assertEqual(stock.release(order=self.order, note="KH1"), 2)

        self.assertEqual((stock_of(self.tea), stock_of(self.honey)), ((10, 0), (2, 0)))
        self.assertEqual(set(StockHold.objects.values_list("state", flat=True)), {HoldState.RELEASED})
        changes = StockMovement.objects.filter(stock_record__product=self.tea).order_by("pk")
        self.assertEqual(list(changes.values_list("change", "level_after")), [(-4, 6), (4, 10)])
        self.assertEqual(stock.release(order=self.order), 0)
        self.assertEqual(stock_of(self.tea), (10, 0))

    def test_only_the_part_of_one_seller_is_released(self) -> None:
        minh = make_seller("Mật ong Minh")
        jar = make_product(minh, "Mật ong bạc hà", stock=5)
        wanted = {self.tea.stockrecords.get().pk: 2, jar.stockrecords.get().pk: 2}
        stock.hold(order=self.order, wanted=wanted, expires_at=None)

        stock.release(order=self.order, seller_id=minh.pk)

        self.assertEqual((stock_of(self.tea), stock_of(jar)), ((10, 2), (5, 0)))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestManyAtOnce:
    def test_holds_in_opposite_order_neither_oversell_nor_deadlock(self) -> None:
        lan = make_seller()
        tea, honey = make_product(lan, "Chè", stock=15), make_product(lan, "Mật ong", stock=15)
        keys = [tea.stockrecords.get().pk, honey.stockrecords.get().pk]
        orders = [make_order((lan, 1000, 0)) for _buyer in range(40)]

        def hold(order: Any, wanted: dict[int, int]) -> Callable[[], str]:
            def act() -> str:
                with transaction.atomic():
                    stock.hold(order=order, wanted=wanted, expires_at=None)
                return "held"

            return act

        acts = [
            hold(order, dict.fromkeys(keys if number % 2 else keys[::-1], 1)) for number, order in enumerate(orders)
        ]

        assert sorted(at_once(acts)) == ["held"] * 15 + ["out_of_stock"] * 25
        assert (stock_of(tea), stock_of(honey)) == ((15, 15), (15, 15))

    def test_taking_and_releasing_the_same_order_ends_in_one_of_both(self) -> None:
        lan = make_seller()
        tea = make_product(lan, "Chè", stock=10)
        for _round in range(10):
            order = make_order((lan, 1000, 0))
            with transaction.atomic():
                stock.hold(order=order, wanted={tea.stockrecords.get().pk: 3}, expires_at=None)

            at_once(
                [lambda order=order: stock.take(order=order, at=NOW), lambda order=order: stock.release(order=order)]
            )

            # Taken and then given back, or given back and nothing left to take.
            assert stock_of(tea) == (10, 0)


def at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        connection.ensure_connection()
        barrier.wait()
        try:
            return act()
        except MarketplaceError as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
