from __future__ import annotations

from django.test import TestCase
from django.urls import reverse

from marketplace.accounts.domain import addresses
from marketplace.demo import cast
from marketplace.shop.customer import notices, wishes
from sellers.domain import orders
from sellers.domain.orders import Move
from sellers.models import SellerOrderState
from tests.shop.customer.test_access import PLACE
from tests.support.buying import NOW, order_of
from tests.support.goods import make_product, make_seller, make_user


class QueryCountTests(TestCase):
    """One row or three: the same number of queries."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.hoa = make_user(cast.HOA)
        cls.lan = make_seller()
        cls.goods = [make_product(cls.lan, f"Chè loại {n}", stock=50) for n in range(4)]

    def setUp(self) -> None:
        self.client.force_login(self.hoa)

    def assert_constant(self, name: str, queries: int, *more_rows: object) -> None:
        for make in more_rows:
            make()
            with self.subTest(name), self.assertNumQueries(queries):
                self.assertEqual(self.client.get(reverse(name)).status_code, 200)

    def test_orders(self) -> None:
        self.assert_constant("account-orders", 8, self._order, lambda: [self._order() for _more in range(2)])

    def test_home(self) -> None:
        self.assert_constant("account", 9, self._order, lambda: [self._order() for _more in range(2)])

    def test_addresses(self) -> None:
        add = lambda: addresses.add(user=self.hoa, address=PLACE)  # noqa: E731
        self.assert_constant("account-addresses", 4, add, lambda: [add() for _more in range(2)])

    def test_wishlist(self) -> None:
        save = lambda n: wishes.toggle(user=self.hoa, product_id=self.goods[n].pk)  # noqa: E731
        self.assert_constant("account-wishlist", 8, lambda: save(0), lambda: [save(1), save(2)])

    def test_notifications(self) -> None:
        tell = lambda: notices.notify(user=self.hoa, text="Đơn đã giao.")  # noqa: E731
        self.assert_constant("account-notifications", 5, tell, lambda: [tell(), tell()])

    def test_reviews(self) -> None:
        self.assert_constant(
            "account-reviews", 7, lambda: self._deliver(0), lambda: [self._deliver(1), self._deliver(2)]
        )

    def _order(self) -> None:
        order_of((self.goods[0], 1), (self.goods[1], 2), user=self.hoa)

    def _deliver(self, n: int) -> None:
        placed = order_of((self.goods[n], 1), user=self.hoa, payment_method="cash_on_delivery")
        placed.order.parts.update(state=SellerOrderState.DELIVERED)


class EmptyTests(TestCase):
    def test_empty_pages_say_what_will_be_there(self) -> None:
        self.client.force_login(make_user(cast.HOA))
        says = {
            "account-orders": "Chưa có đơn nào",
            "account-addresses": "Chưa có địa chỉ nào",
            "account-wishlist": "Chưa lưu món nào",
            "account-notifications": "Chưa có thông báo",
            "account-reviews": "Chưa có gì để đánh giá",
        }
        for name, text in says.items():
            with self.subTest(name):
                self.assertContains(self.client.get(reverse(name)), text)

    def test_odd_page_numbers_show_the_nearest_page(self) -> None:
        self.client.force_login(make_user(cast.HOA))
        for number in ("0", "-1", "99999999999999999999", "abc", "٣", "1.5"):
            with self.subTest(number):
                self.assertEqual(self.client.get(reverse("account-orders"), {"trang": number}).status_code, 200)


class NoticeTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.hoa = make_user(cast.HOA)
        cls.tea = make_product(make_seller())

    def test_shopper_is_told_of_the_parcel_in_their_language(self) -> None:
        part = order_of((self.tea, 1), user=self.hoa, payment_method="cash_on_delivery").order.parts.get()

        with self.captureOnCommitCallbacks(execute=True):
            orders.move(part=part, move=Move(to=SellerOrderState.SHIPPED), at=NOW)

        notice = notices.of_user(self.hoa).get()
        self.assertEqual(notice.subject, f"Đơn {part.order.number}, phần của Chè Lan Tân Cương: đang giao.")
        self.assertEqual(notice.body, reverse("order", kwargs={"reference": part.order.number}))

    def test_nobody_is_told_what_they_did_themselves(self) -> None:
        part = order_of((self.tea, 1), user=self.hoa, payment_method="cash_on_delivery").order.parts.get()

        with self.captureOnCommitCallbacks(execute=True):
            orders.move(part=part, move=Move(to=SellerOrderState.CANCELLED, user=self.hoa), at=NOW)

        self.assertEqual(notices.count_unread(self.hoa), 0)

    def test_marking_read_clears_the_count(self) -> None:
        notices.notify(user=self.hoa, text="Đơn đã giao.")
        self.client.force_login(self.hoa)

        self.client.post(reverse("account-notifications-read"))

        self.assertEqual(notices.count_unread(self.hoa), 0)


class ProfileTests(TestCase):
    def setUp(self) -> None:
        self.hoa = make_user(cast.HOA)
        self.client.force_login(self.hoa)

    def test_name_is_split_the_vietnamese_way_and_language_follows(self) -> None:
        response = self.client.post(reverse("account-profile"), {"name": "  Phạm   Thu Hoà ", "language": "en"})

        self.hoa.refresh_from_db()
        self.assertEqual((self.hoa.last_name, self.hoa.first_name, self.hoa.language), ("Phạm Thu", "Hoà", "en"))
        self.assertEqual(response.cookies["django_language"].value, "en")

    def test_unknown_language_and_endless_name_are_refused(self) -> None:
        for form in ({"name": "Hoa", "language": "xx"}, {"name": "a" * 5000, "language": "vi"}, {"name": " "}):
            with self.subTest(form):
                self.assertEqual(self.client.post(reverse("account-profile"), form).status_code, 422)
        self.hoa.refresh_from_db()
        self.assertEqual(self.hoa.get_full_name(), "Phạm Thị Hoa")

    def test_markup_in_a_name_is_shown_as_text(self) -> None:
        self.client.post(reverse("account-profile"), {"name": "<script>alert(1)</script>", "language": "vi"})

        self.assertNotContains(self.client.get(reverse("account")), "<script>alert")


class WishlistTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.hoa = make_user(cast.HOA)
        cls.tea = make_product(make_seller())

    def setUp(self) -> None:
        self.client.force_login(self.hoa)

    def toggle(self, product_id: int, **form: str) -> object:
        return self.client.post(reverse("wishlist-toggle", args=[product_id]), form)

    def test_pressing_twice_takes_it_out_again(self) -> None:
        self.toggle(self.tea.pk)
        self.assertEqual(wishes.saved_ids(user=self.hoa), {self.tea.pk})

        self.toggle(self.tea.pk)

        self.assertEqual(wishes.saved_ids(user=self.hoa), set())

    def test_what_is_not_public_cannot_be_saved(self) -> None:
        hidden = make_product(self.tea.seller, "Chè chưa duyệt", is_public=False)
        for product_id in (hidden.pk, 99_999_999):
            with self.subTest(product_id):
                self.toggle(product_id)

                self.assertEqual(wishes.saved_ids(user=self.hoa), set())

    def test_leads_back_within_the_site_only(self) -> None:
        self.assertEqual(self.toggle(self.tea.pk, next="/gio-hang/")["Location"], "/gio-hang/")
        self.assertEqual(self.toggle(self.tea.pk, next="//evil.example")["Location"], reverse("account-wishlist"))
