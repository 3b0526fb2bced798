from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core import mail
from django.test import TestCase

from marketplace.demo import cast
from marketplace.shop.basket.models import Basket
from marketplace.shop.order import domain
from marketplace.shop.order.again import buy_again
from marketplace.shop.order.models import OrderMail
from marketplace.shop.order.settling import settle
from payments.domain import audit, charges
from payments.domain.money_in import IncomingMoney
from payments.models import Charge, ChargeState, Refund
from sellers.domain import orders
from sellers.domain.orders import Move, TooLateToCancel
from sellers.models import HoldState, SellerOrderState, StockHold, StockMovement
from tests.support.buying import NOW, make_basket, order_of
from tests.support.goods import make_product, make_seller, make_user, stock_of

LATER = NOW + timedelta(hours=1)


class OrderTestCase(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.hoa = make_user(cast.HOA)
        cls.lan = make_seller("Chè Lan Tân Cương")
        cls.minh = make_seller("Mật ong Minh")
        cls.tea = make_product(cls.lan, "Chè móc câu Tân Cương", price=150_000, stock=10)
        cls.honey = make_product(cls.minh, "Mật ong rừng", price=220_000, stock=5)

    def tearDown(self) -> None:
        self.assertEqual(audit.find_differences(), [])

    def place(self, **fields: Any) -> Any:
        with self.captureOnCommitCallbacks(execute=True):
            placed = order_of((self.tea, 2), (self.honey, 1), user=self.hoa, **fields)
        mail.outbox.clear()
        return placed

    def pay(self, charge: Charge) -> None:
        with self.captureOnCommitCallbacks(execute=True):
            money = IncomingMoney(amount=charge.amount, provider_id=f"test-{charge.pk}")
            charges.capture(charge=charge, money=money, at=NOW)

    def states(self, order: Any) -> list[str]:
        return list(order.parts.order_by("pk").values_list("state", flat=True))


class PaidTests(OrderTestCase):
    def test_payment_takes_the_stock_and_lets_the_sellers_pack(self) -> None:
        placed = self.place()
        self.pay(placed.charge)

        self.assertEqual(self.states(placed.order), [SellerOrderState.TO_PACK, SellerOrderState.TO_PACK])
        self.assertEqual((stock_of(self.tea), stock_of(self.honey)), ((8, 0), (4, 0)))
        self.assertEqual([letter.subject for letter in mail.outbox], [f"Đã nhận tiền cho đơn {placed.order.number}"])
        movement = StockMovement.objects.get(stock_record__product=self.tea)
        self.assertEqual((movement.reason, movement.change, movement.level_after), ("SOLD", -2, 8))

    def test_hearing_it_twice_changes_nothing(self) -> None:
        placed = self.place()
        self.pay(placed.charge)

        self.assertFalse(domain.confirm(order=placed.order, at=LATER))
        self.assertEqual(stock_of(self.tea), (8, 0))
        self.assertEqual(OrderMail.objects.filter(kind="PAID").count(), 1)

    def test_missed_signal_is_caught_up(self) -> None:
        placed = self.place()
        # Nothing that waits for the commit is run, as when the process is killed there.
        money = IncomingMoney(amount=placed.charge.amount, provider_id="heard-of-by-nobody")
        charges.capture(charge=placed.charge, money=money, at=NOW)

        done = settle(at=LATER)

        self.assertEqual((done.confirmed, done.lapsed), (1, 0))
        self.assertEqual(stock_of(self.tea), (8, 0))
        self.assertEqual(settle(at=LATER).confirmed, 0)


class LapsedTests(OrderTestCase):
    def test_expired_charge_frees_the_stock(self) -> None:
        placed = self.place()
        with self.captureOnCommitCallbacks(execute=True):
            charges.expire_due(at=NOW + timedelta(minutes=31))

        self.assertEqual(self.states(placed.order), [SellerOrderState.CANCELLED] * 2)
        self.assertEqual((stock_of(self.tea), stock_of(self.honey)), ((10, 0), (5, 0)))
        self.assertEqual([letter.subject for letter in mail.outbox], [f"Đơn {placed.order.number} đã huỷ"])

    def test_missed_signal_is_caught_up(self) -> None:
        placed = self.place()
        Charge.objects.filter(pk=placed.charge.pk).update(state=ChargeState.EXPIRED, closed_at=NOW)

        self.assertEqual(settle(at=LATER).lapsed, 1)
        self.assertEqual(stock_of(self.tea), (10, 0))
        self.assertEqual(settle(at=LATER).lapsed, 0)

    def test_waiting_order_is_left_alone(self) -> None:
        placed = self.place()

        done = settle(at=LATER)

        self.assertEqual((done.confirmed, done.lapsed), (0, 0))
        self.assertEqual(self.states(placed.order), [SellerOrderState.AWAITING_PAYMENT] * 2)


class CancelTests(OrderTestCase):
    def cancel(self, part: Any) -> None:
        with self.captureOnCommitCallbacks(execute=True):
            domain.cancel_part(part=part, user=self.hoa, reason="Đổi ý", at=LATER)

    def test_paid_parcel_is_refunded_and_its_stock_comes_back(self) -> None:
        placed = self.place()
        self.pay(placed.charge)
        part = placed.order.parts.get(seller=self.lan)

        self.cancel(part)

        self.assertEqual(self.states(placed.order), [SellerOrderState.CANCELLED, SellerOrderState.TO_PACK])
        self.assertEqual((stock_of(self.tea), stock_of(self.honey)), ((10, 0), (4, 0)))
        self.assertEqual(list(Refund.objects.values_list("amount", "part")), [(330_000, part.pk)])
        self.assertEqual(part.events.order_by("-pk").first().user, self.hoa)

    def test_unpaid_parcel_is_not_asked_for_any_more(self) -> None:
        placed = self.place(payment_method="cash_on_delivery")
        self.cancel(placed.order.parts.get(seller=self.lan))

        placed.charge.refresh_from_db()
        self.assertEqual((placed.charge.due_amount, placed.charge.state), (250_000, ChargeState.OPEN))
        self.assertEqual(stock_of(self.tea), (10, 0))

    def test_whole_order_before_payment_closes_the_charge(self) -> None:
        placed = self.place()
        with self.captureOnCommitCallbacks(execute=True):
            domain.cancel_order(order=placed.order, user=self.hoa, reason="Đổi ý", at=LATER)

        placed.charge.refresh_from_db()
        self.assertEqual(placed.charge.state, ChargeState.CANCELLED)
        self.assertEqual((stock_of(self.tea), stock_of(self.honey)), ((10, 0), (5, 0)))
        self.assertEqual(set(StockHold.objects.values_list("state", flat=True)), {HoldState.RELEASED})

    def test_cancelling_twice_gives_back_once(self) -> None:
        placed = self.place(payment_method="cash_on_delivery")
        part = placed.order.parts.get(seller=self.lan)
        self.cancel(part)
        with self.assertRaises(TooLateToCancel):
            domain.cancel_part(part=part, user=self.hoa, reason="Đổi ý", at=LATER)

        self.assertEqual(stock_of(self.tea), (10, 0))

    def test_shipped_parcel_stays_and_so_does_the_whole_order(self) -> None:
        placed = self.place(payment_method="cash_on_delivery")
        part = placed.order.parts.get(seller=self.lan)
        with self.captureOnCommitCallbacks(execute=True):
            orders.move(part=part, move=Move(to=SellerOrderState.SHIPPED, carrier="GHN", tracking_code="GH1"), at=LATER)
        self.assertIn("GHN GH1", mail.outbox[0].body)

        with self.assertRaises(TooLateToCancel):
            domain.cancel_order(order=placed.order, user=self.hoa, reason="", at=LATER)

        self.assertEqual(self.states(placed.order), [SellerOrderState.SHIPPED, SellerOrderState.TO_PACK])
        self.assertEqual(stock_of(self.honey), (4, 0))


class LettersTests(OrderTestCase):
    def test_letter_speaks_the_shoppers_language_and_names_every_parcel(self) -> None:
        with self.captureOnCommitCallbacks(execute=True):
            placed = order_of((self.tea, 2), (self.honey, 1), user=self.hoa)

        letter = mail.outbox[0]
        self.assertEqual(letter.to, ["hoa@demo.xutra.example"])
        self.assertIn("Chè móc câu Tân Cương: 300.000\u00a0₫", letter.body)
        self.assertIn(f"/don-hang/{placed.order.number}/", letter.body)
        html, kind = letter.alternatives[0]
        self.assertEqual(kind, "text/html")
        self.assertIn("Mật ong Minh", html)

    def test_letter_that_could_not_go_is_tried_again(self) -> None:
        placed = self.place()
        OrderMail.objects.update(sent_at=None, attempts=1, due_at=NOW)

        self.assertEqual(settle(at=LATER).mails, 1)
        self.assertEqual(settle(at=LATER).mails, 0)
        self.assertEqual([letter.subject for letter in mail.outbox], [f"Xứ Trà đã nhận đơn {placed.order.number}"])

    def test_nobody_to_write_to(self) -> None:
        from marketplace.shop.checkout.request import Contact

        order_of((self.tea, 1), contact=Contact(name="Hoa", phone="+84912000004"))

        self.assertEqual(OrderMail.objects.count(), 0)


class BuyAgainTests(OrderTestCase):
    def test_as_much_as_there_is_today(self) -> None:
        placed = self.place()
        self.tea.stockrecords.update(num_in_stock=3)
        self.honey.is_public = False
        self.honey.save()
        basket = Basket.objects.create()

        bought = buy_again(order=placed.order, basket=basket, at=LATER)

        self.assertEqual((bought.added, bought.missed), (("Chè móc câu Tân Cương",), ("Mật ong rừng",)))
        self.assertEqual(list(basket.lines.values_list("quantity", flat=True)), [1])


class AbandonedBasketTests(OrderTestCase):
    def test_old_guests_baskets_go_and_others_stay(self) -> None:
        old, ours = make_basket((self.tea, 1)), make_basket((self.tea, 1), user=self.hoa)
        ordered = order_of((self.tea, 1))
        Basket.objects.update(date_created=NOW - timedelta(days=31))
        fresh = make_basket((self.tea, 1))

        self.assertEqual(settle(at=NOW).baskets, 1)
        self.assertFalse(Basket.objects.filter(pk=old.pk).exists())
        self.assertEqual(Basket.objects.filter(pk__in=[ours.pk, ordered.order.basket_id, fresh.pk]).count(), 3)
