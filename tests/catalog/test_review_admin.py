from __future__ import annotations

from django.contrib.auth.models import Group
from django.test import TestCase
from django.urls import reverse

from catalog.reviews.models import ProductReview
from cms.domain.officers import REVIEWERS
from marketplace.demo import cast
from tests.support.goods import make_product, make_seller, make_user

LIST = reverse("admin:reviews_productreview_changelist")


class ReviewAdminTests(TestCase):
    def setUp(self) -> None:
        self.tea = make_product(make_seller())
        self.review = ProductReview.objects.create(
            user=make_user(cast.HOA), product=self.tea, score=4, title="Chè", body="Chè thơm, nước xanh."
        )
        van = make_user(cast.VAN, is_staff=True)
        van.groups.add(Group.objects.get(name=REVIEWERS))
        self.client.force_login(van)

    def act(self, action: str) -> None:
        self.client.post(LIST, {"action": action, "_selected_action": [self.review.pk]})
        self.review.refresh_from_db()
        self.tea.refresh_from_db()

    def test_officer_publishes_and_the_rating_counts(self) -> None:
        self.act("publish")

        self.assertEqual(self.review.status, ProductReview.APPROVED)
        self.assertEqual((self.tea.rating, self.tea.reviews_count), (4.0, 1))

    def test_refusing_takes_it_out_of_the_rating_and_keeps_it(self) -> None:
        self.act("publish")
        self.act("refuse")

        self.assertEqual(self.review.status, ProductReview.REJECTED)
        self.assertEqual((self.tea.rating, self.tea.reviews_count), (None, 0))

    def test_words_are_not_rewritten_and_nothing_is_deleted(self) -> None:
        url = reverse("admin:reviews_productreview_change", args=[self.review.pk])
        self.client.post(url, {"body": "Đổi lời", "score": "1", "status": "0"})
        self.act("delete_selected")

        self.assertEqual((self.review.body, self.review.score), ("Chè thơm, nước xanh.", 4))
        self.assertEqual(ProductReview.objects.count(), 1)

    def test_shoppers_stay_outside(self) -> None:
        self.client.force_login(make_user(cast.MINH))

        self.act("publish")

        self.assertEqual(self.review.status, ProductReview.FOR_MODERATION)
