from __future__ import annotations

from django.core.cache import cache
from django.test import TestCase
from django.urls import reverse

from marketplace.demo import cast
from marketplace.shop.basket.models import Line
from sellers.models import SellerOrderState
from tests.support.buying import order_of
from tests.support.goods import make_product, make_seller, make_user, stock_of


class OrderPageTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.hoa = make_user(cast.HOA)
        cls.lan = make_seller("Chè Lan Tân Cương")
        cls.minh = make_seller("Mật ong Minh")
        cls.tea = make_product(cls.lan, "Chè móc câu Tân Cương", stock=100)
        cls.honey = make_product(cls.minh, "Mật ong rừng", stock=100)
        placed = order_of((cls.tea, 2), (cls.honey, 1), user=cls.hoa, payment_method="cash_on_delivery")
        cls.order = placed.order
        cls.path = reverse("order", kwargs={"reference": cls.order.number})

    def setUp(self) -> None:
        cache.clear()

    def track(self, reference: str = "", phone: str = "0912000004") -> object:
        return self.client.post(reverse("order-track"), {"reference": reference or self.order.number, "phone": phone})

    def test_owner_sees_every_parcel(self) -> None:
        self.client.force_login(self.hoa)
        page = self.client.get(self.path)

        self.assertContains(page, "Chè Lan Tân Cương")
        self.assertContains(page, "Mật ong Minh")
        self.assertContains(page, "Chờ đóng gói")

    def test_others_find_nothing_by_any_way(self) -> None:
        unknown = reverse("order", kwargs={"reference": "DH222222222X"})
        for user in (None, make_user(cast.MINH)):
            if user:
                self.client.force_login(user)
            for path in (self.path, f"{self.path}don-hang.pdf", unknown):
                with self.subTest(user=user, path=path):
                    self.assertEqual(self.client.get(path).status_code, 404)
            for path in (f"{self.path}huy/", f"{self.path}mua-lai/"):
                with self.subTest(user=user, path=path):
                    self.assertEqual(self.client.post(path).status_code, 404)
        self.assertEqual(set(self.order.parts.values_list("state", flat=True)), {SellerOrderState.TO_PACK})

    def test_guest_follows_by_reference_and_phone(self) -> None:
        self.assertRedirects(self.track(reference=f" {self.order.number.lower()} ", phone="0912 000 004"), self.path)
        self.assertEqual(self.client.get(self.path).status_code, 200)

    def test_wrong_phone_and_wrong_reference_get_the_same_answer(self) -> None:
        answers = [self.track(phone="0912000003"), self.track(reference="DH222222222X"), self.track(phone="x")]

        for answer in answers:
            self.assertContains(answer, "Không có đơn nào với mã và số điện thoại này.", status_code=422)
        self.assertEqual(self.client.get(self.path).status_code, 404)

    def test_guessing_is_slowed_down(self) -> None:
        for _guess in range(10):
            self.track(phone="0912000003")

        self.assertContains(self.track(), "Bạn thử quá nhiều lần", status_code=422)

    def test_cancelling_one_parcel_and_then_the_rest(self) -> None:
        self.client.force_login(self.hoa)
        part = self.order.parts.get(seller=self.lan)

        self.client.post(f"{self.path}huy/", {"part": part.reference, "reason": "Đổi ý"})

        self.assertContains(self.client.get(self.path), "Lý do: Đổi ý")
        self.assertEqual(stock_of(self.tea), (100, 0))
        self.client.post(f"{self.path}huy/")
        self.assertEqual(set(self.order.parts.values_list("state", flat=True)), {SellerOrderState.CANCELLED})
        self.assertContains(self.client.post(f"{self.path}huy/"), "không huỷ được nữa", status_code=409)

    def test_what_people_write_is_never_markup(self) -> None:
        self.client.force_login(self.hoa)
        part = self.order.parts.get(seller=self.lan)
        self.client.post(f"{self.path}huy/", {"part": part.reference, "reason": "<script>x</script> 100 %s"})

        page = self.client.get(self.path)
        self.assertContains(page, "&lt;script&gt;x&lt;/script&gt; 100 %s")
        self.assertNotContains(page, "<script>x")

    def test_looking_cancels_nothing(self) -> None:
        self.client.force_login(self.hoa)
        for path in (f"{self.path}huy/", f"{self.path}mua-lai/"):
            self.assertEqual(self.client.get(path).status_code, 405)

    def test_part_of_another_order_is_not_there(self) -> None:
        other = order_of((self.tea, 1), payment_method="cash_on_delivery").order.parts.get()
        self.client.force_login(self.hoa)

        self.assertEqual(self.client.post(f"{self.path}huy/", {"part": other.reference}).status_code, 404)
        other.refresh_from_db()
        self.assertEqual(other.state, SellerOrderState.TO_PACK)

    def test_buying_again_fills_the_basket(self) -> None:
        self.client.force_login(self.hoa)

        answer = self.client.post(f"{self.path}mua-lai/")

        self.assertRedirects(answer, reverse("basket"))
        self.assertEqual(sorted(Line.objects.filter(basket__status="Open").values_list("quantity", flat=True)), [1, 2])

    def test_paper_is_a_pdf_with_both_sellers(self) -> None:
        self.client.force_login(self.hoa)
        answer = self.client.get(f"{self.path}don-hang.pdf")

        self.assertEqual(answer["Content-Type"], "application/pdf")
        self.assertTrue(answer.content.startswith(b"%PDF-"))
        self.assertLess(len(answer.content), 120_000)

    def test_page_costs_the_same_for_one_line_and_three(self) -> None:
        self.client.force_login(self.hoa)
        # What every page shares (menus, categories) is read once a process.
        self.client.get(self.path)
        for rows in (1, 3):
            products = [(make_product(self.lan, f"Chè {rows} {number}"), 1) for number in range(rows)]
            order = order_of(*products, user=self.hoa).order
            path = reverse("order", kwargs={"reference": order.number})
            with self.subTest(rows=rows), self.assertNumQueries(9):
                self.client.get(path)
