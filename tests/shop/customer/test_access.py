"""Every address of the account, walked: strangers are sent to sign in, and nobody reaches what is another's."""

from __future__ import annotations

from django.test import TestCase
from django.urls import reverse
from oscar.apps.communication.models import Notification

from catalog.reviews.models import ProductReview
from marketplace.accounts.domain import addresses
from marketplace.accounts.domain.addresses import Address
from marketplace.demo import cast
from marketplace.shop.customer import notices, wishes
from marketplace.shop.customer.urls import urlpatterns
from sellers.models import SellerOrder, SellerOrderState
from tests.support.buying import order_of
from tests.support.goods import make_product, make_seller, make_user

PLACE = Address(
    name="Phạm Thị Hoa",
    phone="+84912000004",
    street="Số 5, xóm Hồng Thái",
    province_code="19",
    commune_name="Xã Tân Cương",
    commune_code="05503",
)
# What a page of Hoa's shows that nobody else may read.
SECRETS = ("Hồng Thái", "Chè móc câu", "Chè ngon lắm, sẽ mua lại", "0912 000 004", "hoa@demo.xutra.example")


class AccessTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.hoa, cls.minh = make_user(cast.HOA), make_user(cast.MINH)
        cls.tea = make_product(make_seller())
        cls.address = addresses.add(user=cls.hoa, address=PLACE)
        cls.order = order_of((cls.tea, 1), user=cls.hoa).order
        SellerOrder.objects.update(state=SellerOrderState.DELIVERED)
        wishes.toggle(user=cls.hoa, product_id=cls.tea.pk)
        notices.notify(user=cls.hoa, text="Đơn Chè móc câu đã giao.")
        cls.review = ProductReview.objects.create(
            user=cls.hoa, product=cls.tea, score=5, title="Chè", body="Chè ngon lắm, sẽ mua lại"
        )

    def addresses(self) -> list[str]:
        keys = {"pk": self.address.pk, "product_id": self.tea.pk}
        return [
            reverse(pattern.name, kwargs={name: keys[name] for name in pattern.pattern.converters})
            for pattern in urlpatterns
        ]

    def test_strangers_are_sent_to_sign_in(self) -> None:
        for address in self.addresses():
            for method in (self.client.get, self.client.post):
                with self.subTest(address, method=method.__name__):
                    response = method(address)

                    if response.status_code != 405:
                        self.assertRedirects(response, f"{reverse('account_login')}?next={address}")

    def test_another_person_sees_and_changes_nothing(self) -> None:
        self.client.force_login(self.minh)
        for method in (self.client.get, self.client.post):
            for address in self.addresses():
                with self.subTest(address, method=method.__name__):
                    text = method(address).content.decode()

                    self.assertEqual([secret for secret in SECRETS if secret in text], [])
        self.assertEqual(addresses.of_user(self.hoa).get(), self.address)
        self.assertEqual(wishes.saved_ids(user=self.hoa), {self.tea.pk})
        self.assertEqual(Notification.objects.get().date_read, None)
        self.assertEqual(ProductReview.objects.get(), self.review)
        self.hoa.refresh_from_db()
        self.assertEqual(self.hoa.get_full_name(), "Phạm Thị Hoa")

    def test_owner_reaches_every_page(self) -> None:
        self.client.force_login(self.hoa)
        answers = {address: self.client.get(address).status_code for address in self.addresses()}

        posts_only = {
            reverse("account-address-default", args=[self.address.pk]),
            reverse("account-address-remove", args=[self.address.pk]),
            reverse("wishlist-toggle", args=[self.tea.pk]),
            reverse("account-notifications-read"),
            reverse("account-erase-cancel"),
        }
        # The tea is reviewed already.
        expected = {address: 405 if address in posts_only else 200 for address in answers}
        expected[reverse("account-review", args=[self.tea.pk])] = 404
        self.assertEqual(answers, expected)

    def test_pages_are_not_kept_by_caches(self) -> None:
        self.client.force_login(self.hoa)
        for name in ("account", "account-orders", "account-addresses", "account-profile", "account-privacy"):
            with self.subTest(name):
                self.assertIn("no-store", self.client.get(reverse(name))["Cache-Control"])
