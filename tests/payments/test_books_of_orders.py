"""Orders from the basket to the seller's money, by every way and every end; the books are proved after each."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.test import TestCase

from marketplace.demo import cast
from marketplace.shop.order import domain
from payments.domain import audit, charges, unmatched
from payments.domain.money_in import IncomingMoney
from payments.models import AccountCode, Charge, ChargeState, Refund, RefundState, UnmatchedMoney
from payments.queries import get_balance, get_owed_to_seller
from sellers.domain import orders
from sellers.domain.orders import Move
from sellers.models import SellerOrder, SellerOrderState
from tests.support.buying import NOW, order_of
from tests.support.goods import make_product, make_seller, make_user

S = SellerOrderState


class OrdersTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.hoa = make_user(cast.HOA)
        cls.lan = make_seller("Chè Lan Tân Cương")
        cls.minh = make_seller("Mật ong Minh")
        cls.tea = make_product(cls.lan, "Chè móc câu Tân Cương", price=150_000, stock=100)
        cls.honey = make_product(cls.minh, "Mật ong rừng", price=220_000, stock=100)

    def tearDown(self) -> None:
        out = io.StringIO()
        call_command("check_ledger", stdout=out, verbosity=0)
        self.assertIn("no difference", out.getvalue())

    def place(self, method: str) -> tuple[Any, Charge]:
        with self.captureOnCommitCallbacks(execute=True):
            placed = order_of((self.tea, 2), (self.honey, 1), user=self.hoa, payment_method=method)
        assert placed.charge is not None
        return placed.order, placed.charge

    def pay(self, charge: Charge, amount: int | None = None, name: str = "") -> None:
        money = IncomingMoney(amount=amount or charge.amount, provider_id=name or f"gd-{charge.reference}")
        with self.captureOnCommitCallbacks(execute=True):
            charges.capture(charge=charge, money=money, at=NOW)

    def go(self, part: SellerOrder, *states: SellerOrderState) -> None:
        for state in states:
            with self.captureOnCommitCallbacks(execute=True):
                orders.move(part=part, move=Move(to=state), at=NOW)

    def test_paid_and_delivered(self) -> None:
        order, charge = self.place("sandbox")
        self.pay(charge)

        for part in order.parts.all():
            self.go(part, S.PACKED, S.SHIPPED, S.DELIVERED)

        charge.refresh_from_db()
        held = get_balance(account=AccountCode.ORDERS_HELD, order_id=order.pk)
        self.assertEqual((charge.state, held), (ChargeState.SUCCEEDED, 0))
        self.assertGreater(get_owed_to_seller(seller_id=self.lan.pk), 250_000)

    def test_cash_at_two_doors(self) -> None:
        order, charge = self.place("cash_on_delivery")
        self.assertEqual(set(order.parts.values_list("state", flat=True)), {S.TO_PACK})

        for part in order.parts.all():
            self.go(part, S.PACKED, S.SHIPPED, S.DELIVERED)

        charge.refresh_from_db()
        self.assertEqual((charge.state, charge.captured_amount), (ChargeState.SUCCEEDED, charge.amount))
        self.assertEqual(get_balance(account=AccountCode.CASH_COLLECTED), charge.amount)

    def test_one_parcel_cancelled_and_the_other_paid_in_cash(self) -> None:
        order, charge = self.place("cash_on_delivery")
        first, second = order.parts.order_by("pk")

        with self.captureOnCommitCallbacks(execute=True):
            domain.cancel_part(part=first, user=self.hoa, reason="Đổi ý", at=NOW)
        self.go(second, S.SHIPPED, S.DELIVERED)

        charge.refresh_from_db()
        self.assertEqual((charge.state, charge.captured_amount), (ChargeState.SUCCEEDED, second.total_amount))
        self.assertEqual(charge.waived_amount, first.total_amount)

    def test_paid_order_cancelled_before_dispatch_is_refunded_whole(self) -> None:
        order, charge = self.place("sandbox")
        self.pay(charge)

        with self.captureOnCommitCallbacks(execute=True):
            domain.cancel_order(order=order, user=self.hoa, reason="Đổi ý", at=NOW)

        charge.refresh_from_db()
        self.assertEqual((charge.refunded_amount, charge.refundable_amount), (charge.amount, 0))
        self.assertEqual(set(Refund.objects.values_list("state", flat=True)), {RefundState.SUCCEEDED})
        self.assertEqual(get_balance(account=AccountCode.SANDBOX), 0)

    def test_one_paid_parcel_cancelled_and_the_other_delivered(self) -> None:
        order, charge = self.place("sandbox")
        self.pay(charge)
        first, second = order.parts.order_by("pk")

        with self.captureOnCommitCallbacks(execute=True):
            domain.cancel_part(part=first, user=None, reason="Hết hàng", at=NOW)
        self.go(second, S.PACKED, S.SHIPPED, S.DELIVERED)

        charge.refresh_from_db()
        self.assertEqual(charge.refunded_amount, first.total_amount)
        self.assertEqual(get_owed_to_seller(seller_id=first.seller_id), 0)

    def test_unpaid_order_expires_and_its_late_money_is_given_back(self) -> None:
        order, charge = self.place("sandbox")
        assert charge.expires_at is not None
        with self.captureOnCommitCallbacks(execute=True):
            charges.expire_due(at=charge.expires_at + timedelta(seconds=1))
        self.assertEqual(set(order.parts.values_list("state", flat=True)), {S.CANCELLED})

        self.pay(charge)
        self.assertEqual(get_balance(account=AccountCode.SUSPENSE), -charge.amount)
        waiting = UnmatchedMoney.objects.get()
        unmatched.give_back(unmatched=waiting, provider_id="FT9", by_id=None, note="", at=NOW)

        self.assertEqual(dict(audit.trial_balance()), {"SANDBOX": 0, "SUSPENSE": 0})

    def test_transfer_in_two_pieces_and_too_much(self) -> None:
        order, charge = self.place("bank_transfer")

        self.pay(charge, 1_000, "FT1")
        self.assertEqual(set(order.parts.values_list("state", flat=True)), {S.AWAITING_PAYMENT})
        self.pay(charge, charge.amount, "FT2")

        self.assertEqual(set(order.parts.values_list("state", flat=True)), {S.TO_PACK})
        self.assertEqual(get_balance(account=AccountCode.SUSPENSE), -1_000)

    def test_failed_payment_frees_the_order(self) -> None:
        order, charge = self.place("sandbox")

        with self.captureOnCommitCallbacks(execute=True):
            charges.fail(charge=charge, reason="", at=NOW)

        self.assertEqual(set(order.parts.values_list("state", flat=True)), {S.CANCELLED})
