"""The basket and the order at the same time, in threads on PostgreSQL: what is paid for is what is ordered."""

from __future__ import annotations

from functools import partial

import pytest

from marketplace.kernel.money import to_dong
from marketplace.shop.basket import domain
from marketplace.shop.basket.models import Basket
from marketplace.shop.checkout.domain import Order, place_order
from payments.models import Charge
from tests.sellers.test_stock import at_once
from tests.support.buying import NOW, make_basket, make_request
from tests.support.goods import make_product, make_seller, stock_of

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


def test_line_put_in_while_ordering_is_paid_for_or_stays_out() -> None:
    lan = make_seller()
    tea, honey = make_product(lan, "Chè", stock=100), make_product(lan, "Mật ong", price=220_000, stock=100)
    for _round in range(8):
        basket = make_basket((tea, 1))
        put_in = partial(
            domain.add_line, basket=Basket.objects.get(pk=basket.pk), product_id=honey.pk, quantity=1, at=NOW
        )

        at_once([partial(place_order, make_request(basket), NOW), put_in])

        order = Order.objects.get(basket=basket)
        ordered = sum(to_dong(line.line_price_incl_tax) for line in order.lines.all())
        assert Charge.objects.get(order=order).amount == ordered + 30_000
        assert order.lines.count() == basket.lines.count()


def test_same_product_put_in_twice_at_once_is_one_line() -> None:
    tea = make_product(make_seller(), stock=100)
    basket = make_basket()
    put_in = [
        partial(domain.add_line, basket=Basket.objects.get(pk=basket.pk), product_id=tea.pk, quantity=2, at=NOW)
        for _tab in range(6)
    ]

    at_once(put_in)

    assert list(basket.lines.values_list("quantity", flat=True)) == [12]


def test_same_request_from_many_threads_is_one_order() -> None:
    tea = make_product(make_seller(), stock=100)
    request = make_request(make_basket((tea, 3)))

    placed = at_once([partial(place_order, request, NOW)] * 8)

    assert {one.order.pk for one in placed} == {Order.objects.get().pk}
    assert sum(one.is_new for one in placed) == 1
    assert stock_of(tea) == (100, 3)
