from __future__ import annotations

from datetime import timedelta

import pytest

from payments.domain import audit, charges, deliveries, refunds
from payments.domain.refunds import RefundRequest
from payments.domain.settlement import MoneyNotHeld
from payments.domain.settling import settle
from payments.models import Charge, ChargeState, Entry
from payments.queries import get_owed_to_seller
from sellers.domain import orders
from sellers.domain.orders import Move
from sellers.models import SellerOrder, SellerOrderState
from tests.payments.support import open_for, pay
from tests.support.orders import NOW, make_order, make_seller

pytestmark = pytest.mark.django_db


@pytest.fixture
def lan():
    return make_seller("Chè Lan")


@pytest.fixture
def order(lan):
    return make_order((lan, 500_000, 30_000), (make_seller("Ong Minh"), 180_000, 25_000))


def _deliver(part: SellerOrder) -> None:
    SellerOrder.objects.filter(pk=part.pk).update(state=SellerOrderState.SHIPPED)
    orders.move(part=part, move=Move(to=SellerOrderState.DELIVERED), at=NOW)


class TestDelivered:
    def test_seller_is_owed_the_money_when_a_paid_part_arrives(
        self, order, lan, django_capture_on_commit_callbacks
    ) -> None:
        pay(open_for(order))

        with django_capture_on_commit_callbacks(execute=True):
            _deliver(order.parts.get(seller=lan))

        assert get_owed_to_seller(seller_id=lan.pk) == 497_500
        assert audit.find_differences() == []

    def test_cash_is_collected_at_the_door(self, order, lan, django_capture_on_commit_callbacks) -> None:
        open_for(order, "cash_on_delivery", expires_at=None)

        for part in order.parts.all():
            with django_capture_on_commit_callbacks(execute=True):
                _deliver(part)

        assert Charge.objects.get().state == ChargeState.SUCCEEDED
        assert get_owed_to_seller(seller_id=lan.pk) == 497_500
        assert audit.find_differences() == []

    def test_again_nothing_happens(self, order, lan) -> None:
        pay(open_for(order))
        part = order.parts.get(seller=lan)

        for _ in range(3):
            deliveries.account_for(part=part, at=NOW)

        assert Entry.objects.filter(event="PART_RELEASED").count() == 1

    def test_part_given_back_whole_has_nothing_to_release(self, order, lan) -> None:
        charge, part = pay(open_for(order)), order.parts.get(seller=lan)
        request = RefundRequest(amount=530_000, reason="", idempotency_key="k", part=part)
        refunds.refund(charge=charge, request=request, at=NOW)

        deliveries.account_for(part=part, at=NOW)

        assert Entry.objects.filter(event="PART_RELEASED").count() == 0

    def test_part_delivered_unpaid_is_refused(self, order, lan) -> None:
        charges.cancel(charge=open_for(order), reason="", at=NOW)

        with pytest.raises(MoneyNotHeld):
            deliveries.account_for(part=order.parts.get(seller=lan), at=NOW)

        assert Entry.objects.count() == 0


class TestMissed:
    def test_settle_catches_up_with_what_no_one_heard(self, order, lan) -> None:
        pay(open_for(order))
        _deliver(order.parts.get(seller=lan))
        later = NOW + timedelta(minutes=5)
        SellerOrder.objects.update(created_at=NOW)

        assert settle(at=later).delivered == 1
        assert settle(at=later).delivered == 0
        assert get_owed_to_seller(seller_id=lan.pk) == 497_500

    def test_one_that_cannot_be_accounted_for_does_not_stop_the_others(self, order, lan) -> None:
        unpaid = make_order((lan, 10_000, 0))
        pay(open_for(order))
        _deliver(unpaid.parts.get())
        _deliver(order.parts.get(seller=lan))
        SellerOrder.objects.update(created_at=NOW)

        assert settle(at=NOW + timedelta(minutes=5)).delivered == 1
