from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.test import TestCase
from django.urls import reverse

from marketplace.demo import cast
from marketplace.shop.basket import contents, offers
from marketplace.shop.basket.models import Basket
from marketplace.shop.basket.problems import with_strategy
from marketplace.shop.checkout.domain import Order, place_order
from marketplace.shop.checkout.writing import TotalChanged
from marketplace.shop.order import domain
from sellers.models import SellerOrder
from tests.support.buying import NOW, make_basket, make_request, order_of
from tests.support.goods import make_product, make_seller, make_user
from tests.support.offers import make_offer, make_voucher


class OffersTestCase(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.hoa = make_user(cast.HOA)
        cls.lan = make_seller("Chè Lan Tân Cương")
        cls.minh = make_seller("Mật ong Minh")
        cls.tea = make_product(cls.lan, "Chè móc câu Tân Cương", price=150_001, stock=10)
        cls.honey = make_product(cls.minh, "Mật ong rừng", price=220_003, stock=5)

    def basket(self, user: Any = None) -> Basket:
        return with_strategy(make_basket((self.tea, 1), (self.honey, 1), user=user), NOW)

    def add(self, basket: Basket, code: str, user: Any = None) -> Any:
        return offers.add_voucher(basket=basket, code=code, user=user, at=NOW)


class VoucherTests(OffersTestCase):
    def test_code_is_read_however_it_is_typed(self) -> None:
        make_voucher("TET2027")
        basket = self.basket()

        self.add(basket, "  tet2027 ")

        shown = contents.read(basket=basket, user=None, at=NOW)
        self.assertEqual((shown.discount_amount, shown.total_amount), (50_000, 320_004))
        self.assertEqual(shown.voucher_codes, ("TET2027",))

    def test_refusals_leave_the_basket_as_it_was(self) -> None:
        used = make_voucher("DADUNG")
        order_of((self.tea, 1))
        used.applications.create(order=Order.objects.get())
        expired = make_voucher("HETHAN")
        type(expired).objects.filter(pk=expired.pk).update(end_datetime=expired.start_datetime)
        make_voucher("THANHVIEN", usage="Once per customer")
        basket = self.basket()
        for code, refusal in (
            ("KHONGCO", offers.NoSuchVoucher),
            ("DADUNG", offers.VoucherNotUsable),
            ("HETHAN", offers.VoucherNotUsable),
            ("THANHVIEN", offers.VoucherForMembers),
        ):
            with self.subTest(code=code), self.assertRaises(refusal):
                self.add(basket, code)
        self.assertEqual(basket.vouchers.count(), 0)

    def test_voucher_that_gives_nothing_is_refused(self) -> None:
        voucher = make_voucher("MUANHIEU")
        condition = voucher.offers.get().condition
        condition.value = 99
        condition.save()
        basket = self.basket()
        with self.assertRaises(offers.VoucherDoesNotFit):
            self.add(basket, "MUANHIEU")

        self.assertEqual(basket.vouchers.count(), 0)

    def test_used_at_ordering_and_given_back_at_cancelling(self) -> None:
        voucher = make_voucher("TET2027")
        basket = self.basket(self.hoa)
        self.add(basket, "TET2027", self.hoa)

        order = place_order(make_request(basket, expected_total=380_004), NOW).order

        voucher.refresh_from_db()
        self.assertEqual((voucher.num_orders, voucher.total_discount), (1, 50_000))
        with self.assertRaises(offers.VoucherNotUsable):
            self.add(self.basket(), "TET2027")

        domain.cancel_order(order=order, user=self.hoa, reason="Đổi ý", at=NOW)

        self.add(self.basket(), "TET2027")
        voucher.refresh_from_db()
        self.assertEqual(voucher.num_orders, 0)

    def test_voucher_spent_meanwhile_stops_the_order(self) -> None:
        voucher = make_voucher("TET2027")
        first, second = self.basket(), self.basket()
        for basket in (first, second):
            self.add(basket, "TET2027")
        place_order(make_request(first), NOW)
        with self.assertRaises(offers.VoucherNotUsable):
            place_order(make_request(second), NOW)

        self.assertEqual((Order.objects.count(), voucher.applications.count()), (1, 1))


class WholeDongTests(OffersTestCase):
    def test_percentage_leaves_no_fraction_and_the_parts_add_up(self) -> None:
        for percent in (1, 7, 33, 50, 99):
            with self.subTest(percent=percent):
                offer = make_offer(f"Giảm {percent} phần trăm", benefit="Percentage", value=percent)
                order = order_of((self.tea, 1), (self.honey, 1)).order
                parts = SellerOrder.objects.filter(order=order)
                offer.refresh_from_db()

                self.assertEqual(sum(part.total_amount for part in parts), order.total_incl_tax)
                self.assertEqual(sum(part.discount_amount for part in parts), offer.total_discount)
                self.assertEqual(order.discounts.get().amount, offer.total_discount)
                offer.delete()

    def test_amount_is_shared_by_what_the_lines_cost(self) -> None:
        make_offer("Giảm trăm nghìn", value=100_000)

        parts = order_of((self.tea, 1), (self.honey, 1)).order.parts.order_by("pk")

        self.assertEqual([part.discount_amount for part in parts], [40_540, 59_460])

    def test_discount_on_delivery_is_shared_by_the_fees(self) -> None:
        make_offer("Giảm phí giao", benefit="Shipping absolute", value=45_001)

        order = order_of((self.tea, 1), (self.honey, 1)).order

        self.assertEqual(list(order.parts.order_by("pk").values_list("delivery_amount", flat=True)), [7_499, 7_500])
        self.assertEqual(order.shipping_incl_tax, Decimal(14_999))

    def test_order_that_costs_nothing_needs_no_payment(self) -> None:
        make_offer("Tặng cả", benefit="Percentage", value=100, exclusive=False)
        make_offer("Tặng phí giao", benefit="Shipping percentage", value=100, exclusive=False)

        placed = order_of((self.tea, 1))

        self.assertIsNone(placed.charge)
        self.assertEqual((placed.order.total_incl_tax, placed.order.parts.get().state), (0, "TO_PACK"))


class LimitedOfferTests(OffersTestCase):
    def test_last_use_of_a_limited_offer_is_given_once(self) -> None:
        make_offer("Người đầu tiên", value=50_000, max_global_applications=1)
        first, second = (make_request(self.basket(), expected_total=380_004) for _buyer in range(2))
        place_order(first, NOW)
        with self.assertRaises(TotalChanged) as caught:
            place_order(second, NOW)

        self.assertEqual(caught.exception.total, 430_004)


class VoucherPageTests(OffersTestCase):
    def test_typed_in_the_basket_and_taken_out_again(self) -> None:
        make_voucher("TET2027")
        self.client.post(reverse("basket-add"), {"product": self.tea.pk})

        self.client.post(reverse("basket-voucher"), {"code": "tet2027"})
        self.assertContains(self.client.get(reverse("basket")), "−50.000")

        self.client.post(reverse("basket-voucher"), {"code": "TET2027", "remove": "1"})
        self.assertNotContains(self.client.get(reverse("basket")), "TET2027")

    def test_wrong_code_says_so(self) -> None:
        self.client.post(reverse("basket-add"), {"product": self.tea.pk})
        answer = self.client.post(reverse("basket-voucher"), {"code": "SAI"})

        self.assertContains(answer, "Không có mã giảm giá này.", status_code=422)

    def test_typed_while_checking_out_keeps_everything_typed(self) -> None:
        make_voucher("TET2027")
        self.client.post(reverse("basket-add"), {"product": self.tea.pk})
        typed = {"name": "Phạm Thị Hoa", "street": "Xóm Hồng Thái", "voucher": "TET2027", "use_voucher": "1"}
        answer = self.client.post(reverse("checkout"), typed)

        self.assertContains(answer, "Xóm Hồng Thái")
        self.assertContains(answer, "−50.000")


class AdminTests(OffersTestCase):
    def test_officer_makes_a_voucher_with_its_limits(self) -> None:
        admin = make_user(cast.ADMIN, is_staff=True, is_superuser=True)
        self.client.force_login(admin)
        for model in ("range", "benefit", "condition", "conditionaloffer"):
            with self.subTest(model=model):
                self.assertEqual(self.client.get(reverse(f"admin:offer_{model}_add")).status_code, 200)
        self.assertContains(self.client.get(reverse("admin:offer_conditionaloffer_add")), "max_global_applications")
        offer = make_offer("Giảm giá", offer_type="Voucher")
        fields = {
            "name": "Tết 2027",
            "code": "tet2027",
            "usage": "Single use",
            "start_datetime_0": "2026-11-01",
            "start_datetime_1": "00:00",
            "end_datetime_0": "2027-02-01",
            "end_datetime_1": "00:00",
            "offers": [offer.pk],
        }
        answer = self.client.post(reverse("admin:voucher_voucher_add"), fields)

        self.assertEqual(answer.status_code, 302)
        self.add(self.basket(), "TET2027")
