from __future__ import annotations

import pytest

from payments.domain import audit, cash, charges, settlement
from payments.domain.cash import NotPaidInCash, TooMuchHandedIn
from payments.domain.charges import ChargeClosed
from payments.domain.settlement import MoneyNotHeld
from payments.models import AccountCode, Charge, ChargeState, Entry
from payments.queries import get_balance
from sellers.models import SellerKind
from tests.payments.support import legs, open_for, pay
from tests.support.orders import NOW, make_order, make_seller

pytestmark = pytest.mark.django_db


@pytest.fixture
def lan():
    return make_seller("Chè Lan")


@pytest.fixture
def order(lan):
    return make_order((lan, 500_000, 30_000), (make_seller("Ong Minh"), 180_000, 25_000))


class TestCollectCash:
    def test_parcels_are_paid_one_by_one(self, order) -> None:
        charge = open_for(order, "cash_on_delivery", expires_at=None)
        first, second = order.parts.order_by("id")

        after_first = cash.collect_cash(part=first, at=NOW)
        assert (after_first.state, after_first.captured_amount) == (ChargeState.OPEN, 530_000)
        entry = Entry.objects.get()
        assert legs(entry) == {"CASH_COLLECTED Chè Lan": 530_000, "ORDERS_HELD": -530_000}
        assert entry.part == first

        after_second = cash.collect_cash(part=second, at=NOW)
        assert (after_second.pk, after_second.state) == (charge.pk, ChargeState.SUCCEEDED)
        assert audit.find_differences() == []

    def test_same_parcel_is_paid_once(self, order) -> None:
        open_for(order, "cash_on_delivery", expires_at=None)

        for _ in range(3):
            charge = cash.collect_cash(part=order.parts.first(), at=NOW)

        assert (charge.captured_amount, Entry.objects.count()) == (530_000, 1)

    def test_order_paid_otherwise_is_refused(self, order) -> None:
        pay(open_for(order))

        with pytest.raises(NotPaidInCash):
            cash.collect_cash(part=order.parts.first(), at=NOW)

        assert Entry.objects.count() == 1

    def test_cancelled_charge_is_refused(self, order) -> None:
        charges.cancel(charge=open_for(order, "cash_on_delivery", expires_at=None), reason="", at=NOW)

        with pytest.raises(ChargeClosed):
            cash.collect_cash(part=order.parts.first(), at=NOW)

        assert Entry.objects.count() == 0

    def test_partly_collected_charge_is_not_cancelled(self, order) -> None:
        charge = open_for(order, "cash_on_delivery", expires_at=None)
        cash.collect_cash(part=order.parts.first(), at=NOW)

        assert charges.cancel(charge=charge, reason="", at=NOW).state == ChargeState.OPEN


class TestHandInCash:
    def test_no_more_than_was_collected(self, order, lan) -> None:
        open_for(order, "cash_on_delivery", expires_at=None)
        cash.collect_cash(part=order.parts.get(seller=lan), at=NOW)

        for _ in range(2):
            cash.hand_in_cash(seller_id=lan.pk, amount=500_000, bank_reference="FT1", at=NOW)
        with pytest.raises(TooMuchHandedIn):
            cash.hand_in_cash(seller_id=lan.pk, amount=30_001, bank_reference="FT2", at=NOW)

        assert get_balance(account=AccountCode.CASH_COLLECTED, seller_id=lan.pk) == 30_000
        assert get_balance(account=AccountCode.BANK) == 500_000


class TestReleasePart:
    def test_only_money_that_came_in(self, order) -> None:
        open_for(order, "cash_on_delivery", expires_at=None)
        first, second = order.parts.order_by("id")
        cash.collect_cash(part=first, at=NOW)

        settlement.release_part(part=first, at=NOW)
        with pytest.raises(MoneyNotHeld):
            settlement.release_part(part=second, at=NOW)

        assert get_balance(account=AccountCode.ORDERS_HELD) == 0

    def test_once_a_part(self, order) -> None:
        pay(open_for(order))
        part = order.parts.first()

        assert settlement.release_part(part=part, at=NOW) == settlement.release_part(part=part, at=NOW)
        assert part.settlement_lines.count() == 5

    def test_company_declares_its_own_tax(self) -> None:
        order = make_order((make_seller("Trà Hảo", kind=SellerKind.COMPANY, commission_bp=300), 1_000_000, 0))
        pay(open_for(order))

        entry = settlement.release_part(part=order.parts.get(), at=NOW)

        assert legs(entry) == {"ORDERS_HELD": 1_000_000, "SELLER_PAYABLE Trà Hảo": -970_000, "COMMISSION": -30_000}

    def test_rates_are_frozen(self, order, lan) -> None:
        pay(open_for(order))
        part = order.parts.get(seller=lan)
        settlement.release_part(part=part, at=NOW)
        lan.commission_bp = 9_000
        lan.save()

        part.refresh_from_db()
        money, _ = settlement.share_given_back(part=part, amount=100_000)

        assert money.commission == 5_000

    def test_every_dong_goes_somewhere(self) -> None:
        for goods in (1, 7, 99, 19_999, 123_457, 10_000_001):
            for delivery in (0, 1, 30_000):
                order = make_order((make_seller(commission_bp=333), goods, delivery))
                pay(open_for(order))
                entry = settlement.release_part(part=order.parts.get(), at=NOW)

                assert sum(legs(entry).values()) == 0
                assert min(amount for name, amount in legs(entry).items() if name != "ORDERS_HELD") < 0
        assert Charge.objects.exclude(state="SUCCEEDED").count() == 0
        assert audit.find_differences() == []
