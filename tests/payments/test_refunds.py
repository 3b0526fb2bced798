from __future__ import annotations

import pytest

from payments.domain import audit, cash, refunds, settlement
from payments.domain.refunds import RefundClosed, RefundKeyReused, RefundRequest
from payments.domain.settlement import RefundTooLarge
from payments.models import AccountCode, Charge, ChargeState, Entry, Refund, RefundState
from payments.queries import get_balance, get_held_for_order, get_owed_to_seller
from sellers.models import SellerKind
from tests.payments.support import legs, open_for, pay
from tests.support.orders import NOW, make_order, make_seller

pytestmark = pytest.mark.django_db


@pytest.fixture
def lan():
    return make_seller("Chè Lan")


@pytest.fixture
def minh():
    return make_seller("Ong Minh", kind=SellerKind.COMPANY)


@pytest.fixture
def order(lan, minh):
    return make_order((lan, 500_000, 30_000), (minh, 180_000, 25_000))


def _request(amount: int, key: str = "k1", part=None) -> RefundRequest:
    return RefundRequest(amount=amount, reason="Hết hàng", idempotency_key=key, part=part)


def _refund(charge: Charge, request: RefundRequest, capture_callbacks) -> Refund:
    with capture_callbacks(execute=True):
        given = refunds.refund(charge=charge, request=request, at=NOW)
    given.refresh_from_db()
    return given


class TestRefund:
    def test_money_held_goes_back(self, order, django_capture_on_commit_callbacks) -> None:
        charge = pay(open_for(order))
        part = order.parts.order_by("id").first()

        given = _refund(charge, _request(530_000, part=part), django_capture_on_commit_callbacks)

        assert (given.state, given.provider_id) == (RefundState.SUCCEEDED, f"sandbox-{given.reference}")
        entries = [(entry.event, legs(entry)) for entry in given.entries.order_by("created_at")]
        assert entries == [
            ("REFUND_REQUESTED", {"ORDERS_HELD": 530_000, "REFUNDS_PAYABLE": -530_000}),
            ("REFUND_PAID", {"REFUNDS_PAYABLE": 530_000, "SANDBOX": -530_000}),
        ]
        charge.refresh_from_db()
        assert (charge.refunded_amount, charge.refundable_amount) == (530_000, 205_000)
        assert audit.find_differences() == []

    def test_same_key_refunds_once(self, order, django_capture_on_commit_callbacks) -> None:
        charge = pay(open_for(order))

        given = [_refund(charge, _request(1_000), django_capture_on_commit_callbacks) for _ in range(3)]

        assert len({refund.pk for refund in given}) == 1
        assert get_held_for_order(order_id=order.pk) == 734_000

    def test_same_key_with_another_amount_is_refused(self, order) -> None:
        charge = pay(open_for(order))
        refunds.refund(charge=charge, request=_request(1_000), at=NOW)

        with pytest.raises(RefundKeyReused):
            refunds.refund(charge=charge, request=_request(2_000), at=NOW)

        assert Refund.objects.count() == 1

    def test_more_than_was_taken_is_refused(self, order) -> None:
        charge = pay(open_for(order))
        refunds.refund(charge=charge, request=_request(700_000), at=NOW)

        for amount in (35_001, 10**12, 0, -1):
            with pytest.raises(RefundTooLarge):
                refunds.refund(charge=charge, request=_request(amount, key=str(amount)), at=NOW)

        charge.refresh_from_db()
        assert charge.refunded_amount == 700_000

    def test_unpaid_charge_is_not_refunded(self, order) -> None:
        charge = open_for(order)

        with pytest.raises(RefundTooLarge):
            refunds.refund(charge=charge, request=_request(1), at=NOW)

        assert Entry.objects.count() == 0

    def test_transfer_waits_for_an_officer(self, order, django_capture_on_commit_callbacks) -> None:
        charge = pay(open_for(order, "bank_transfer"))

        given = _refund(charge, _request(100_000), django_capture_on_commit_callbacks)
        assert given.state == RefundState.PENDING
        assert get_balance(account=AccountCode.REFUNDS_PAYABLE) == -100_000

        for _ in range(2):
            done = refunds.confirm_refund(refund_id=given.pk, provider_id="FT26328000111", at=NOW)

        assert (done.state, done.provider_id) == (RefundState.SUCCEEDED, "FT26328000111")
        assert get_balance(account=AccountCode.REFUNDS_PAYABLE) == 0
        assert get_balance(account=AccountCode.BANK) == 635_000

    def test_failed_refund_puts_everything_back(self, order, django_capture_on_commit_callbacks) -> None:
        charge = pay(open_for(order))
        given = _refund(charge, _request(100_000), django_capture_on_commit_callbacks)

        for _ in range(2):
            refunds.fail_refund(refund_id=given.pk, failure="account closed", at=NOW)

        charge.refresh_from_db()
        assert charge.refunded_amount == 0
        assert get_held_for_order(order_id=order.pk) == 735_000
        assert get_balance(account=AccountCode.REFUNDS_PAYABLE) == 0
        with pytest.raises(RefundClosed):
            refunds.confirm_refund(refund_id=given.pk, provider_id="x", at=NOW)
        assert audit.find_differences() == []


class TestAfterRelease:
    def test_each_side_gives_back_its_share(self, order, lan, django_capture_on_commit_callbacks) -> None:
        # FACTS 7.2: 500,000 of goods by a household: 5,000 + 2,500; a refund of 200,000: -2,000 / -1,000.
        charge = pay(open_for(order))
        part = order.parts.get(seller=lan)
        release = settlement.release_part(part=part, at=NOW)
        assert legs(release) == {
            "ORDERS_HELD": 530_000,
            "SELLER_PAYABLE Chè Lan": -497_500,
            "COMMISSION": -25_000,
            "VAT_WITHHELD": -5_000,
            "PIT_WITHHELD": -2_500,
        }

        given = _refund(charge, _request(200_000, part=part), django_capture_on_commit_callbacks)

        assert legs(given.entries.get(event="REFUND_REQUESTED")) == {
            "SELLER_PAYABLE Chè Lan": 187_000,
            "COMMISSION": 10_000,
            "VAT_WITHHELD": 2_000,
            "PIT_WITHHELD": 1_000,
            "REFUNDS_PAYABLE": -200_000,
        }
        assert audit.find_differences() == []

    def test_refunded_in_any_pieces_nothing_remains(self, django_capture_on_commit_callbacks) -> None:
        for goods, pieces in ((99_999, 7), (333_333, 3), (1, 1), (12_347, 11)):
            seller = make_seller(commission_bp=777)
            order = make_order((seller, goods, 15_001))
            charge, part = pay(open_for(order)), order.parts.get()
            settlement.release_part(part=part, at=NOW)
            before = get_balance(account=AccountCode.COMMISSION)

            total = goods + 15_001
            amounts = [total // pieces] * (pieces - 1)
            amounts.append(total - sum(amounts))
            for index, amount in enumerate(amounts):
                request = _request(amount, key=f"{order.pk}-{index}", part=part)
                _refund(charge, request, django_capture_on_commit_callbacks)

            assert get_owed_to_seller(seller_id=seller.pk) == 0
            assert before <= 0
        assert get_balance(account=AccountCode.COMMISSION) == 0
        assert get_balance(account=AccountCode.VAT_WITHHELD) == 0
        assert get_balance(account=AccountCode.PIT_WITHHELD) == 0
        assert audit.find_differences() == []

    def test_failed_refund_gives_the_seller_the_lines_back(
        self, order, lan, django_capture_on_commit_callbacks
    ) -> None:
        charge = pay(open_for(order))
        part = order.parts.get(seller=lan)
        settlement.release_part(part=part, at=NOW)
        given = _refund(charge, _request(200_000, part=part), django_capture_on_commit_callbacks)

        refunds.fail_refund(refund_id=given.pk, failure="card closed", at=NOW)

        assert get_owed_to_seller(seller_id=lan.pk) == 497_500
        assert audit.find_differences() == []

    def test_refund_of_one_part_never_eats_anothers_money(self, order, lan) -> None:
        charge = pay(open_for(order))
        part = order.parts.get(seller=lan)
        settlement.release_part(part=part, at=NOW)

        with pytest.raises(RefundTooLarge):
            refunds.refund(charge=charge, request=_request(530_001, part=part), at=NOW)
        with pytest.raises(RefundTooLarge):
            refunds.refund(charge=charge, request=_request(205_001), at=NOW)

        assert get_held_for_order(order_id=order.pk) == 205_000


class TestCallOff:
    def test_unpaid_order_is_cancelled_part_by_part(self, order) -> None:
        charge = open_for(order, "bank_transfer")
        first, second = order.parts.order_by("id")

        for _ in range(2):
            assert refunds.call_off(charge=charge, request=_request(530_000, "a", first), at=NOW) is None
        charge.refresh_from_db()
        assert (charge.state, charge.due_amount) == (ChargeState.OPEN, 205_000)

        refunds.call_off(charge=charge, request=_request(205_000, "b", second), at=NOW)
        charge.refresh_from_db()
        assert (charge.state, charge.due_amount) == (ChargeState.CANCELLED, 0)

    def test_what_is_left_is_paid_and_an_old_amount_leaves_an_excess(self, order) -> None:
        charge = open_for(order, "bank_transfer")
        refunds.call_off(charge=charge, request=_request(205_000, "a", order.parts.last()), at=NOW)

        paid = pay(charge, 735_000)

        assert (paid.state, paid.captured_amount) == (ChargeState.SUCCEEDED, 530_000)
        assert get_balance(account=AccountCode.SUSPENSE) == -205_000

    def test_paid_order_is_refunded(self, order) -> None:
        charge = pay(open_for(order))

        given = refunds.call_off(charge=charge, request=_request(530_000, "a", order.parts.first()), at=NOW)

        assert given is not None
        assert given.amount == 530_000

    def test_cash_collected_for_one_part_is_refunded_and_the_other_is_waived(self, order) -> None:
        charge = open_for(order, "cash_on_delivery", expires_at=None)
        first, second = order.parts.order_by("id")
        cash.collect_cash(part=first, at=NOW)

        assert refunds.call_off(charge=charge, request=_request(205_000, "b", second), at=NOW) is None
        charge.refresh_from_db()
        assert (charge.state, charge.captured_amount, charge.waived_amount) == ("SUCCEEDED", 530_000, 205_000)

        given = refunds.call_off(charge=charge, request=_request(530_000, "a", first), at=NOW)
        assert given is not None
        assert given.amount == 530_000

    def test_closed_charge_owes_nothing(self, order) -> None:
        charge = open_for(order)
        Charge.objects.filter(pk=charge.pk).update(state="EXPIRED", closed_at=NOW)

        assert refunds.call_off(charge=charge, request=_request(1_000), at=NOW) is None
        assert Refund.objects.count() == 0
