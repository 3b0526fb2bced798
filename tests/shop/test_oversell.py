"""The three attacks of "ACIDRain" (SIGMOD 2017) on a shop: its stock, its vouchers and its basket, by HTTP against
running workers on PostgreSQL. Every buyer presses "Đặt hàng" at the same moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.utils import timezone

from catalog.models import Product
from marketplace.shop.basket.models import Basket
from marketplace.shop.basket.session import COOKIE, cookie_of
from marketplace.shop.basket.tokens import token_of
from marketplace.shop.checkout.domain import Order
from marketplace.shop.order.settling import settle
from payments.domain import charges
from payments.models import Charge
from sellers.models import HoldState, StockHold
from tests.support.buying import make_basket
from tests.support.goods import make_product, make_seller, stock_of
from tests.support.offers import make_voucher
from tests.support.running_site import Answer, Visitor, all_at_once, running_site

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]

REVIEW = "/thanh-toan/xem-lai/"
DETAILS = {
    "name": "Phạm Thị Hoa",
    "phone": "+84912000004",
    "email": "",
    "province_code": "19",
    "commune_code": "05503",
    "commune_name": "Xã Tân Cương",
    "street": "Số 5, xóm Hồng Thái",
    "payment_method": "sandbox",
    "wants_invoice": False,
}

Press = tuple[Visitor, str, dict[str, str]]


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[int]:
    if connection.vendor != "postgresql":
        pytest.skip("DATABASE_URL names no PostgreSQL")
    with django_db_blocker.unblock():
        port = running_site()
        with port as number:
            yield number


def press_of(site: int, basket: Basket, key: str, total: int) -> Press:
    """A buyer who has filled in everything and is about to press."""
    session = SessionStore()
    session["checkout"] = {"details": DETAILS, "deliveries": {}, "notes": {}}
    session.save()
    cookies = {settings.SESSION_COOKIE_NAME: session.session_key, COOKIE: cookie_of(basket)}
    return Visitor(site, cookies), REVIEW, {"basket": token_of(basket), "key": key, "total": str(total)}


def presses(site: int, product: Product, count: int, total: int = 180_000) -> list[Press]:
    baskets = [make_basket((product, 1), at=timezone.now()) for _buyer in range(count)]
    return [press_of(site, basket, f"buyer-{number}", total) for number, basket in enumerate(baskets)]


def statuses(answers: list[Answer]) -> dict[int, int]:
    return dict(Counter(answer.status for answer in answers))


class TestStock:
    def test_ten_in_stock_and_two_hundred_buyers(self, site: int) -> None:
        tea = make_product(make_seller(), stock=10)
        buyers = presses(site, tea, 200)

        answers = all_at_once(buyers)

        assert statuses(answers) == {302: 10, 409: 190}
        assert stock_of(tea) == (10, 10)
        assert Order.objects.count() == 10
        assert StockHold.objects.filter(state=HoldState.HELD).count() == 10
        refused = [answer for answer in answers if answer.status == 409]
        assert all("hết hàng" in answer.text or "vừa hết" in answer.text for answer in refused)

        self._is_sellable_again_after_a_cancellation(tea, buyers, answers)
        self._is_sellable_again_after_expiry(tea, buyers)

    def _is_sellable_again_after_a_cancellation(self, tea: Product, buyers: list[Press], answers: list[Answer]) -> None:
        winner, loser = (next(i for i, a in enumerate(answers) if a.status == status) for status in (302, 409))
        order = Order.objects.get(placement__idempotency_key=f"buyer-{winner}")
        cancelled = buyers[winner][0].post(f"/don-hang/{order.number}/huy/", {})
        assert cancelled.status == 302
        assert stock_of(tea) == (10, 9)

        visitor, path, fields = buyers[loser]

        assert visitor.post(path, fields).status == 302
        assert stock_of(tea) == (10, 10)

    def _is_sellable_again_after_expiry(self, tea: Product, buyers: list[Press]) -> None:
        later = timezone.now() + timedelta(hours=1)
        charges.expire_due(at=later)
        settle(at=later)
        assert stock_of(tea) == (10, 0)

        waiting = [one for one in buyers if Basket.objects.filter(pk=_basket_id(one), status=Basket.OPEN).exists()]

        assert statuses(all_at_once(waiting[:30])) == {302: 10, 409: 20}
        assert stock_of(tea) == (10, 10)


class TestVoucher:
    def test_last_use_is_given_once(self, site: int) -> None:
        tea = make_product(make_seller(), stock=100)
        voucher = make_voucher("TET2027", 50_000)
        buyers = presses(site, tea, 30, total=130_000)
        for basket in Basket.objects.all():
            basket.vouchers.add(voucher)

        answers = all_at_once(buyers)

        assert statuses(answers) == {302: 1, 409: 29}
        assert Order.objects.get().total_incl_tax == 130_000
        assert voucher.applications.count() == 1
        assert stock_of(tea) == (100, 1)


class TestBasket:
    def test_one_basket_submitted_by_many_windows(self, site: int) -> None:
        tea = make_product(make_seller(), stock=100)
        basket = make_basket((tea, 2), at=timezone.now())
        windows = [press_of(site, basket, f"window-{number}", 330_000) for number in range(20)]

        answers = all_at_once(windows)

        assert statuses(answers) == {302: 20}
        order = Order.objects.get()
        assert Charge.objects.get().amount == 330_000
        assert stock_of(tea) == (100, 2)
        assert sum(answer.location == f"/don-hang/{order.number}/" for answer in answers) >= 19

    def test_double_click(self, site: int) -> None:
        tea = make_product(make_seller(), stock=100)
        one = press_of(site, make_basket((tea, 1), at=timezone.now()), "one-key", 180_000)

        answers = all_at_once([one] * 8)

        assert statuses(answers) == {302: 8}
        assert (Order.objects.count(), Charge.objects.count()) == (1, 1)
        assert stock_of(tea) == (100, 1)


def _basket_id(one: Press) -> str:
    return one[2]["basket"].split(":")[0]
