from __future__ import annotations

from django.db import IntegrityError, transaction
from django.test import TestCase
from django.urls import reverse

from catalog.models import IndexTask
from catalog.reviews.models import ProductReview
from marketplace.demo import cast
from marketplace.shop.customer import reviews
from sellers.models import SellerOrderState
from tests.support.buying import order_of
from tests.support.goods import make_product, make_seller, make_user

TEXT = "Chè thơm mùi cốm, nước xanh trong."


class ReviewTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.hoa = make_user(cast.HOA)
        cls.tea = make_product(make_seller())

    def deliver(self) -> None:
        placed = order_of((self.tea, 1), user=self.hoa, payment_method="cash_on_delivery")
        placed.order.parts.update(state=SellerOrderState.DELIVERED)

    def submit(self, score: int = 5) -> ProductReview:
        return reviews.submit(user=self.hoa, product_id=self.tea.pk, score=score, body=TEXT)

    def rating(self) -> tuple[float | None, int]:
        self.tea.refresh_from_db()
        return self.tea.rating, self.tea.reviews_count

    def test_before_delivery_it_is_refused(self) -> None:
        order_of((self.tea, 1), user=self.hoa, payment_method="cash_on_delivery")

        with self.assertRaises(reviews.NotDelivered):
            self.submit()

        self.assertEqual(ProductReview.objects.count(), 0)

    def test_another_persons_delivery_does_not_count(self) -> None:
        self.deliver()
        with self.assertRaises(reviews.NotDelivered):
            reviews.submit(user=make_user(cast.MINH), product_id=self.tea.pk, score=1, body=TEXT)

        self.assertEqual(ProductReview.objects.count(), 0)

    def test_it_waits_for_a_moderator_and_counts_nothing_yet(self) -> None:
        self.deliver()

        review = self.submit()

        self.assertEqual((review.status, review.title), (ProductReview.FOR_MODERATION, TEXT))
        self.assertEqual(self.rating(), (None, 0))

    def test_publishing_counts_it_and_tells_the_search(self) -> None:
        self.deliver()
        review = self.submit(score=4)
        IndexTask.objects.all().delete()

        review.status = ProductReview.APPROVED
        review.save()

        self.assertEqual(self.rating(), (4.0, 1))
        self.assertEqual(list(IndexTask.objects.values_list("product_id", flat=True)), [self.tea.pk])

    def test_publishing_writes_back_nothing_else_of_the_product(self) -> None:
        self.deliver()
        review = self.submit()
        review.product.title = "tên cũ trong bộ nhớ"

        review.status = ProductReview.APPROVED
        review.save()

        self.tea.refresh_from_db()
        self.assertEqual(self.tea.title, "Chè móc câu Tân Cương")

    def test_second_one_is_refused(self) -> None:
        self.deliver()
        self.submit()

        with self.assertRaises(reviews.AlreadyReviewed):
            self.submit()

        self.assertEqual(ProductReview.objects.count(), 1)

    def test_database_knows_only_one_to_five(self) -> None:
        for score in (0, 6):
            with self.subTest(score), self.assertRaises(IntegrityError), transaction.atomic():
                ProductReview.objects.create(product=self.tea, user=self.hoa, score=score, title="x", body=TEXT)

    def test_form_offers_what_was_delivered_and_takes_it(self) -> None:
        self.deliver()
        self.client.force_login(self.hoa)
        self.assertContains(self.client.get(reverse("account-reviews")), "Chè móc câu Tân Cương")

        self.client.post(reverse("account-review", args=[self.tea.pk]), {"score": "5", "body": TEXT})

        self.assertEqual(ProductReview.objects.get().body, TEXT)
        self.assertContains(self.client.get(reverse("account-reviews")), "Chờ duyệt")

    def test_odd_scores_and_empty_words_are_refused(self) -> None:
        self.deliver()
        self.client.force_login(self.hoa)
        for form in ({"score": "6", "body": TEXT}, {"score": "0", "body": TEXT}, {"score": "5", "body": " \n "}, {}):
            with self.subTest(form):
                response = self.client.post(reverse("account-review", args=[self.tea.pk]), form)

                self.assertEqual(response.status_code, 422 if form else 200)
        self.assertEqual(ProductReview.objects.count(), 0)
