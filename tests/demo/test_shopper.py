from __future__ import annotations

from django.core import mail
from django.core.management import call_command
from django.test import TransactionTestCase

from catalog.reviews.models import ProductReview
from marketplace.accounts.domain import addresses
from marketplace.accounts.models import User
from marketplace.demo import cast
from marketplace.demo.seeding.categories import seed_categories
from marketplace.demo.seeding.people import seed_people
from marketplace.demo.seeding.products import seed_products
from marketplace.demo.seeding.quiet import no_letters
from marketplace.demo.seeding.sellers import seed_sellers
from marketplace.demo.seeding.shopper import seed_shopper
from marketplace.kernel import phones
from marketplace.shop.customer import notices, reviews, wishes
from sellers.models import SellerOrder, SellerOrderState
from tests.support.dates import AT


class ShopperTests(TransactionTestCase):
    """Orders are confirmed after a commit, so these need real ones."""

    def setUp(self) -> None:
        seed_categories()
        seed_people(at=AT)
        seed_sellers(at=AT)
        seed_products(at=AT)
        self.hoa = User.objects.get(phone=phones.to_e164(cast.HOA.phone))

    def test_hoa_has_bought_saved_and_reviewed_and_the_books_balance(self) -> None:
        with no_letters():
            placed = seed_shopper(at=AT)
            again = seed_shopper(at=AT)

        parts = SellerOrder.objects.order_by("pk").values_list("seller__name", "state", "tracking_code")
        self.assertEqual((placed, again), (3, 0))
        self.assertEqual(
            list(parts),
            [
                ("Nương chè nhà Lan", SellerOrderState.DELIVERED, "EB260398115VN"),
                ("HTX chè Tân Cương Đồi Xanh", SellerOrderState.SHIPPED, "EB260412703VN"),
                ("Nương chè nhà Lan", SellerOrderState.TO_PACK, ""),
                ("HTX chè Tân Cương Đồi Xanh", SellerOrderState.TO_PACK, ""),
            ],
        )
        self.assertEqual(addresses.of_user(self.hoa).count(), 2)
        self.assertEqual(wishes.count(user=self.hoa), 3)
        self.assertEqual(notices.count_unread(self.hoa), 3)
        self.assertEqual(reviews.written(user=self.hoa).get().status, ProductReview.APPROVED)
        self.assertEqual(reviews.waiting(user=self.hoa), [])
        self.assertEqual(mail.outbox, [])
        call_command("check_ledger", verbosity=0)
