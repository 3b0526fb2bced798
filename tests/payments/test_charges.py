from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from payments.domain import charges
from payments.domain.charges import AmountTooSmall, ChargeExists, NewCharge
from payments.domain.money_in import IncomingMoney, NothingReceived, ProviderIdReused
from payments.gateways.registry import UnknownMethod
from payments.models import (
    Charge,
    ChargeEventKind,
    ChargePurpose,
    ChargeState,
    Entry,
    ReceivedMoney,
    UnmatchedMoney,
    UnmatchedReason,
    UnmatchedState,
)
from payments.queries import get_balance, get_held_for_order
from tests.payments.support import LATER, legs, open_for, pay
from tests.support.orders import NOW, make_order, make_seller

pytestmark = pytest.mark.django_db


def _order(goods: int = 250_000):
    return make_order((make_seller(), goods, 30_000))


class TestOpenCharge:
    def test_charge_is_open_with_a_reference_that_nobody_can_guess(self) -> None:
        charge = open_for(_order())

        assert (charge.state, charge.amount, charge.due_amount) == (ChargeState.OPEN, 280_000, 280_000)
        assert len(charge.reference) == 12
        assert charge.reference.startswith("XT")
        assert [event.kind for event in charge.events.all()] == [ChargeEventKind.OPENED]

    def test_second_live_charge_of_an_order_is_refused(self) -> None:
        order = _order()
        first = open_for(order)

        with pytest.raises(ChargeExists):
            open_for(order, "bank_transfer")

        assert list(Charge.objects.filter(order=order)) == [first]

    def test_paid_order_gets_no_other_charge(self) -> None:
        order = _order()
        pay(open_for(order))

        with pytest.raises(ChargeExists):
            open_for(order)

    def test_failed_charge_makes_room_for_another(self) -> None:
        order = _order()
        charges.fail(charge=open_for(order), reason="thẻ bị khoá", at=NOW)

        assert open_for(order, "bank_transfer").state == ChargeState.OPEN

    def test_method_that_is_not_offered_is_refused(self, settings) -> None:
        settings.PAYMENT_METHODS = ["bank_transfer"]

        for method in ("sandbox", "momo", ""):
            with pytest.raises(UnknownMethod):
                open_for(_order(), method)

        assert Charge.objects.count() == 0

    def test_amount_of_nothing_is_refused(self) -> None:
        for amount in (0, -1):
            with pytest.raises(AmountTooSmall):
                charges.open_charge(NewCharge(amount=amount, method="sandbox", order_id=_order().pk), at=NOW)

    def test_bills_have_no_order(self) -> None:
        charge = charges.open_charge(NewCharge(amount=871_020, method="sandbox", purpose=ChargePurpose.BILLS), at=NOW)

        assert charge.order is None
        with pytest.raises(IntegrityError), transaction.atomic():
            charges.open_charge(NewCharge(amount=1, method="sandbox", purpose=ChargePurpose.ORDER), at=NOW)


class TestCapture:
    def test_payment_is_held_for_the_order(self) -> None:
        order = _order()

        charge = pay(open_for(order))

        assert (charge.state, charge.captured_amount, charge.due_amount) == (ChargeState.SUCCEEDED, 280_000, 0)
        assert get_held_for_order(order_id=order.pk) == 280_000
        entry = Entry.objects.get(charge=charge)
        assert legs(entry) == {"SANDBOX": 280_000, "ORDERS_HELD": -280_000}
        assert entry.key == f"capture:{charge.reference}"

    def test_same_sum_said_again_counts_once(self) -> None:
        charge = open_for(_order())

        for _ in range(3):
            again = pay(charge)

        assert again.captured_amount == 280_000
        assert Entry.objects.count() == 1
        assert ReceivedMoney.objects.count() == 1

    def test_bills_are_held_apart(self) -> None:
        charge = charges.open_charge(NewCharge(amount=871_020, method="sandbox", purpose=ChargePurpose.BILLS), at=NOW)

        pay(charge)

        assert legs(Entry.objects.get()) == {"SANDBOX": 871_020, "BILLS_HELD": -871_020}

    def test_gateway_fee_is_our_expense(self) -> None:
        charge = open_for(_order())

        charges.capture(charge=charge, money=IncomingMoney(amount=280_000, provider_id="x1", fee=9_120), at=NOW)

        assert legs(Entry.objects.get(event="GATEWAY_FEE")) == {"GATEWAY_FEES": 9_120, "SANDBOX": -9_120}

    def test_name_of_another_sum_is_refused(self) -> None:
        first, second = open_for(_order()), open_for(_order())
        pay(first, provider_id="FT1")

        with pytest.raises(ProviderIdReused):
            pay(second, provider_id="FT1")

        second.refresh_from_db()
        assert (second.state, second.captured_amount) == (ChargeState.OPEN, 0)
        assert Entry.objects.count() == 1

    def test_nothing_is_not_a_payment(self) -> None:
        charge = open_for(_order())

        for amount in (0, -5):
            with pytest.raises(NothingReceived):
                pay(charge, amount)

        assert Entry.objects.count() == 0

    def test_excess_goes_to_suspense(self) -> None:
        charge = pay(open_for(_order(), "bank_transfer"), 300_000)

        assert (charge.state, charge.captured_amount) == (ChargeState.SUCCEEDED, 280_000)
        assert legs(Entry.objects.get()) == {"BANK": 300_000, "ORDERS_HELD": -280_000, "SUSPENSE": -20_000}
        unmatched = UnmatchedMoney.objects.get()
        assert (unmatched.amount, unmatched.reason, unmatched.state) == (20_000, "OVER", "WAITING")

    def test_short_transfers_wait_until_they_reach_the_amount(self) -> None:
        charge = open_for(_order(), "bank_transfer")

        assert pay(charge, 100_000, "FT1").state == ChargeState.OPEN
        assert pay(charge, 80_000, "FT2").state == ChargeState.OPEN
        assert get_balance(account="SUSPENSE") == -180_000
        paid = pay(charge, 110_000, "FT3")

        assert (paid.state, paid.captured_amount) == (ChargeState.SUCCEEDED, 280_000)
        assert get_balance(account="ORDERS_HELD") == -280_000
        assert get_balance(account="SUSPENSE") == -10_000
        assert list(UnmatchedMoney.objects.order_by("id").values_list("amount", "reason", "state")) == [
            (100_000, UnmatchedReason.UNDER, UnmatchedState.APPLIED),
            (80_000, UnmatchedReason.UNDER, UnmatchedState.APPLIED),
            (10_000, UnmatchedReason.OVER, UnmatchedState.WAITING),
        ]

    def test_late_money_is_set_aside_and_never_dropped(self) -> None:
        for close in (
            lambda charge: charges.fail(charge=charge, reason="", at=NOW),
            lambda charge: charges.cancel(charge=charge, reason="", at=NOW),
            lambda charge: charges.expire_due(at=LATER),
        ):
            charge = open_for(_order())
            close(charge)

            late = pay(charge, at=LATER + timedelta(minutes=1))

            assert (late.is_live, late.captured_amount) == (False, 0)
            assert UnmatchedMoney.objects.get(received__charge=charge).reason == UnmatchedReason.LATE
            assert legs(Entry.objects.get(charge=charge)) == {"SANDBOX": 280_000, "SUSPENSE": -280_000}

    def test_second_payment_of_a_paid_charge_is_set_aside(self) -> None:
        charge = pay(open_for(_order()), provider_id="one")

        pay(charge, provider_id="two")

        assert UnmatchedMoney.objects.get().reason == UnmatchedReason.DUPLICATE
        assert get_balance(account="ORDERS_HELD") == -280_000


class TestExpireDue:
    def test_only_what_is_overdue_expires(self) -> None:
        early, late, never = (
            open_for(_order(), expires_at=NOW + timedelta(minutes=30)),
            open_for(_order(), expires_at=NOW + timedelta(minutes=31)),
            open_for(_order(), "cash_on_delivery", expires_at=None),
        )

        assert charges.expire_due(at=NOW + timedelta(minutes=30)) == 1

        states = [Charge.objects.get(pk=charge.pk).state for charge in (early, late, never)]
        assert states == [ChargeState.EXPIRED, ChargeState.OPEN, ChargeState.OPEN]

    def test_paid_charge_never_expires(self) -> None:
        charge = pay(open_for(_order()))

        assert charges.expire_due(at=LATER + timedelta(days=1)) == 0

        charge.refresh_from_db()
        assert charge.state == ChargeState.SUCCEEDED


class TestDecline:
    def test_payer_may_try_again(self) -> None:
        charge = open_for(_order())
        charges.mark_processing(charge=charge, at=NOW)

        declined = charges.decline(charge=charge, reason="insufficient_funds", at=NOW)

        assert declined.state == ChargeState.OPEN
        assert pay(charge).state == ChargeState.SUCCEEDED

    def test_late_news_of_a_decline_does_not_undo_a_payment(self) -> None:
        charge = pay(open_for(_order()))

        assert charges.decline(charge=charge, reason="", at=NOW).state == ChargeState.SUCCEEDED
        assert charges.fail(charge=charge, reason="", at=NOW).state == ChargeState.SUCCEEDED
        assert charges.cancel(charge=charge, reason="", at=NOW).state == ChargeState.SUCCEEDED


class TestGrace:
    def test_transfer_made_in_time_may_be_confirmed_three_days_later(self) -> None:
        charge = open_for(_order(), "bank_transfer")

        assert charges.expire_due(at=LATER + timedelta(hours=71)) == 0
        assert pay(charge, at=LATER + timedelta(hours=71)).state == ChargeState.SUCCEEDED

    def test_then_it_expires(self) -> None:
        open_for(_order(), "bank_transfer")

        assert charges.expire_due(at=LATER + timedelta(hours=72)) == 1
