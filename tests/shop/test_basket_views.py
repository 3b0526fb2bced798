from __future__ import annotations

from django.test import TestCase
from django.urls import reverse

from catalog.models import SaleUnit
from marketplace.demo import cast
from marketplace.shop.basket import session
from marketplace.shop.basket.models import Basket, Line
from tests.accounts.people import make_known
from tests.support.buying import make_basket
from tests.support.goods import make_product, make_seller


class BasketPageTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.lan = make_seller()
        cls.tea = make_product(cls.lan, stock=10)

    def add(self, **fields: object) -> object:
        return self.client.post(reverse("basket-add"), {"product": self.tea.pk} | fields)

    def line(self) -> Line:
        return Line.objects.get()

    def test_looking_makes_no_basket(self) -> None:
        self.assertContains(self.client.get(reverse("basket")), "Giỏ đang trống")

        self.assertEqual(Basket.objects.count(), 0)
        self.assertNotIn(session.COOKIE, self.client.cookies)

    def test_header_counts_without_a_query(self) -> None:
        self.add(quantity="2")
        with self.assertNumQueries(0):
            page = self.client.get(reverse("order-track"))

        self.assertEqual(page.context["basket_count"](), 1)

    def test_kilograms_are_typed_as_kilograms(self) -> None:
        rice = make_product(self.lan, "Gạo bao thai", sale_unit=SaleUnit.KG, step_thousandths=100, stock=500)

        self.client.post(reverse("basket-add"), {"product": rice.pk, "quantity": "0,5"})

        self.assertEqual(self.line().quantity, 5)
        self.assertContains(self.client.get(reverse("basket")), 'value="0,5"')

    def test_between_two_steps_is_refused(self) -> None:
        answer = self.add(quantity="1.5")

        self.assertContains(answer, "Số lượng phải là bội số của bước mua.", status_code=422)
        self.assertEqual(Line.objects.count(), 0)

    def test_hostile_quantities_are_refused(self) -> None:
        for quantity in ("-1", "0", "nan", "inf", "1e99", "٣", "99999999999999999999", "abc"):
            with self.subTest(quantity=quantity):
                self.assertEqual(self.add(quantity=quantity).status_code, 422)
        for steps in ("-1", "99999999999999999999999", "1.0", "x"):
            with self.subTest(steps=steps):
                self.assertEqual(self.add(steps=steps).status_code, 422)
        self.assertEqual(Line.objects.count(), 0)

    def test_buttons_step_and_removing_can_be_undone(self) -> None:
        self.add(quantity="2")
        path = reverse("basket-line", args=[self.line().pk])
        self.client.post(path, {"action": "more"})
        self.assertEqual(self.line().quantity, 3)
        self.client.post(path, {"action": "less"})
        self.assertEqual(self.line().quantity, 2)
        self.client.post(path, {"quantity": "7"})
        self.assertEqual(self.line().quantity, 7)

        gone = self.client.post(path, {"action": "remove"}, follow=True)

        self.assertEqual(Line.objects.count(), 0)
        self.assertContains(gone, "Đã bỏ Chè móc câu Tân Cương khỏi giỏ.")
        self.add(steps=7)
        self.assertEqual(self.line().quantity, 7)

    def test_more_than_there_is_is_said_on_the_page(self) -> None:
        self.add(quantity="2")
        answer = self.client.post(reverse("basket-line", args=[self.line().pk]), {"quantity": "11"})

        self.assertContains(answer, "Chỉ còn 10 gói.", status_code=422)
        self.assertEqual(self.line().quantity, 2)

    def test_line_of_another_visitor_stays(self) -> None:
        self.add(quantity="2")
        stranger = self.client_class()
        answer = stranger.post(reverse("basket-line", args=[self.line().pk]), {"action": "remove"})

        self.assertEqual(answer.status_code, 422)
        self.assertEqual(self.line().quantity, 2)

    def test_forged_cookie_opens_nothing(self) -> None:
        self.add(quantity="2")
        stranger = self.client_class()
        stranger.cookies[session.COOKIE] = f"{Basket.objects.get().pk}.1:forged"

        self.assertEqual(stranger.get(reverse("basket")).context["contents"].lines, [])

    def test_changes_are_posts_only(self) -> None:
        self.add(quantity="2")
        for path in (reverse("basket-add"), reverse("basket-line", args=[self.line().pk]), reverse("basket-voucher")):
            with self.subTest(path=path):
                self.assertEqual(self.client.get(path).status_code, 405)
        self.assertEqual(self.line().quantity, 2)

    def test_next_leads_nowhere_else(self) -> None:
        self.assertEqual(self.add(next="/tim/").url, "/tim/")
        self.assertEqual(self.add(next="https://evil.example/").url, reverse("basket"))

    def test_guests_basket_joins_the_account_at_sign_in(self) -> None:
        hoa = make_known(cast.HOA)
        self.add(quantity="2")

        self.client.post(reverse("account_login"), {"login": cast.HOA.phone, "password": cast.DEMO_PASSWORD})

        self.assertEqual(Basket.open.get().owner, hoa)
        self.assertEqual(self.line().quantity, 2)

    def test_two_open_baskets_of_an_account_become_one(self) -> None:
        hoa = make_known(cast.HOA)
        honey = make_product(self.lan, "Mật ong rừng")
        first, second = make_basket((self.tea, 1), user=hoa), make_basket((honey, 2), user=hoa)
        self.client.force_login(hoa)

        self.add(quantity="1")

        self.assertEqual(Basket.open.get(), first)
        self.assertEqual(sorted(first.lines.values_list("quantity", flat=True)), [2, 2])
        second.refresh_from_db()
        self.assertEqual(second.status, Basket.MERGED)

    def test_enter_in_the_quantity_keeps_what_was_typed(self) -> None:
        self.add(quantity="2")
        page = self.client.get(reverse("basket")).content.decode()
        self.assertLess(page.index('value="set"'), page.index('value="less"'))

        self.client.post(reverse("basket-line", args=[self.line().pk]), {"action": "set", "quantity": "5"})

        self.assertEqual(self.line().quantity, 5)

    def test_page_costs_the_same_for_one_line_and_three(self) -> None:
        for rows in (1, 3):
            while Line.objects.count() < rows:
                self.add()
                self.tea = make_product(self.lan, f"Chè số {Line.objects.count()}")
            with self.subTest(rows=rows), self.assertNumQueries(6):
                self.client.get(reverse("basket"))
