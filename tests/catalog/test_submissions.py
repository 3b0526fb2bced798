from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.test import TestCase
from wagtail.models import Revision, TaskState

from catalog.domain.submissions import BadProposal, Claim, open_submission, revise, submission_of
from catalog.models import Product, ProductSubmission, SubmissionClaim
from marketplace.demo.cast import LAN
from tests.support.goods import make_product, make_seller, make_user
from tests.support.review import make_category, send_tea, tea_proposal


class SubmissionTestCase(TestCase):
    def setUp(self) -> None:
        self.lan = make_user(LAN)
        self.seller = make_seller()


class OpenSubmissionTests(SubmissionTestCase):
    def test_it_waits_for_the_reviewers_and_touches_no_product(self) -> None:
        submission = send_tea(self.seller, self.lan)

        self.assertFalse(submission.live)
        self.assertEqual(submission.current_workflow_task_state.status, TaskState.STATUS_IN_PROGRESS)
        self.assertEqual(Product.objects.count(), 0)

    def test_each_wrong_word_is_named_and_nothing_is_kept(self) -> None:
        wrongs: list[tuple[str, dict[str, Any]]] = [
            ("title", {"title": ""}),
            ("first_price", {"first_price": 0}),
            ("content_amount", {"words": {"content_unit": ""}}),
            ("origin_commune", {"words": {"origin_commune": "99999"}}),
            ("season_months", {"words": {"season_months": 0}}),
            ("step_thousandths", {"words": {"step_thousandths": 0}}),
            ("is_billed_by_weight", {"words": {"is_billed_by_weight": True}}),
            ("is_age_restricted", {"words": {"label": {"ethanol_percent": "29"}}}),
            ("label", {"words": {"label": {"ingredients": ["chè"]}}}),
            ("stars", {"claims": (Claim(kind="OCOP", stars=6),)}),
            ("stars", {"claims": (Claim(kind="VIETGAP", stars=4),)}),
            ("rating", {"words": {"rating": 5}}),
        ]
        for field, changes in wrongs:
            with self.subTest(field=field), self.assertRaises(BadProposal) as caught:
                send_tea(self.seller, self.lan, **changes)
            self.assertEqual(list(caught.exception.details["fields"]), [field])
        self.assertEqual(ProductSubmission.objects.count(), 0)

    def test_a_second_one_with_the_same_sku_is_refused_in_words(self) -> None:
        send_tea(self.seller, self.lan)

        with self.assertRaises(BadProposal) as caught:
            send_tea(self.seller, self.lan)

        self.assertEqual(
            caught.exception.details["fields"], {"__all__": ["Nhà vườn này đã có một đề nghị mang mã hàng ấy."]}
        )
        self.assertEqual(ProductSubmission.objects.count(), 1)

    def test_a_sku_that_is_on_sale_already_is_refused_before_a_reviewer_meets_it(self) -> None:
        product = make_product(self.seller)
        sku = product.stockrecords.get().partner_sku

        with self.assertRaises(BadProposal) as caught:
            open_submission(seller=self.seller, sku=sku, proposal=tea_proposal(), user=self.lan)

        self.assertEqual(list(caught.exception.details["fields"]), ["sku"])

    def test_another_seller_may_use_the_same_sku(self) -> None:
        send_tea(self.seller, self.lan)

        send_tea(make_seller("Chè Hùng"), self.lan)

        self.assertEqual(ProductSubmission.objects.count(), 2)


class SubmissionOfTests(SubmissionTestCase):
    def test_a_product_without_one_gets_one_that_says_what_is_live(self) -> None:
        product = make_product(self.seller)
        product.categories.add(make_category())

        submission = submission_of(product=product, sku="SP-1")

        self.assertTrue(submission.live)
        self.assertFalse(submission.workflow_in_progress)
        self.assertEqual((submission.title, submission.product), (product.title, product))
        self.assertEqual(submission_of(product=product, sku="SP-1").pk, submission.pk)

    def test_a_change_to_it_waits_and_leaves_the_product(self) -> None:
        product = make_product(self.seller)
        product.categories.add(make_category())
        submission = submission_of(product=product, sku="SP-1")

        revise(submission=submission, proposal=tea_proposal(title="Tên mới"), user=self.lan)

        self.assertTrue(ProductSubmission.objects.get().workflow_in_progress)
        self.assertEqual(Product.objects.get().title, product.title)


class SubmissionTests(SubmissionTestCase):
    def test_an_old_version_does_not_bring_back_whose_it_is(self) -> None:
        submission = send_tea(self.seller, self.lan)
        old = submission.latest_revision_id
        product = make_product(self.seller)
        ProductSubmission.objects.update(product=product)

        restored = Revision.objects.get(pk=old).as_object()

        self.assertEqual((restored.product, restored.seller, restored.submitted_by), (product, self.seller, self.lan))

    def test_a_claim_that_ends_before_it_begins_is_refused(self) -> None:
        claim = SubmissionClaim(kind="VIETGAP", issued_on="2026-05-01", expires_on="2026-04-01")

        with self.assertRaises(ValidationError):
            claim.clean_fields(exclude=["submission"])
            claim.clean()
