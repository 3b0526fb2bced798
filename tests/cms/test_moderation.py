"""The whole review as an officer does it, through the admin."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import TaskState, WorkflowState

from catalog.domain import submissions
from catalog.models import IndexTask, Product, ProductSubmission
from cms.moderation.decisions import NotReviewed
from marketplace.demo.cast import ADMIN, HOA, LAN, MINH, VAN
from sellers.domain.applications import open_application
from sellers.models import Seller, SellerApplication, SellerMember, SellerStatus
from tests.support.goods import make_seller, make_user
from tests.support.review import make_officer, send_tea, tea_proposal


def edit_url(instance: Any) -> str:
    return reverse(instance.snippet_viewset.get_url_name("edit"), args=[instance.pk])


class ReviewTestCase(TestCase):
    def setUp(self) -> None:
        self.lan = make_user(LAN)
        self.van = make_officer(VAN)
        self.seller = make_seller()
        SellerMember.objects.create(seller=self.seller, user=self.lan, role="OWNER")
        self.client.force_login(self.van)

    def decide(self, instance: Any, action: str, comment: str = "", **changes: Any) -> Any:
        instance = type(instance).objects.get(pk=instance.pk)
        form = self.client.get(edit_url(instance)).context["form"]
        data = _posted(form) | {
            "action-workflow-action": "true",
            "workflow-action-name": action,
            "workflow-action-extra-data": json.dumps({"comment": comment}),
            "loaded_revision_id": str(instance.latest_revision_id),
            **changes,
        }
        return self.client.post(edit_url(instance), data)


def _posted(form: Any) -> dict[str, Any]:
    """What a browser sends back of a form that nobody touched."""
    parts = [form, *(part for formset in form.formsets.values() for part in (formset.management_form, *formset.forms))]
    data: dict[str, Any] = {}
    for bound in (bound for part in parts for bound in part):
        value = bound.value()
        if value is not False:
            data[bound.html_name] = "on" if value is True else "" if value is None else value
    return data


class ApproveTests(ReviewTestCase):
    def test_an_approval_makes_the_product_with_its_price_stock_and_certificate(self) -> None:
        submission = send_tea(self.seller, self.lan)
        self.assertEqual(Product.objects.count(), 0)

        response = self.decide(submission, "approve")

        self.assertEqual(response.status_code, 302)
        product = Product.objects.get()
        self.assertEqual(product.title, "Chè nõn tôm Lan")
        self.assertEqual(product.seller, self.seller)
        self.assertTrue(product.is_public)
        self.assertEqual(product.former_district, "Thái Nguyên")
        self.assertEqual([str(category) for category in product.categories.all()], ["Chè xanh"])
        record = product.stockrecords.get()
        self.assertEqual((record.price_dong, record.num_in_stock, record.partner_sku), (180_000, 25, "CHE-01"))
        certificate = product.certificates.get()
        self.assertEqual((certificate.kind, certificate.stars, certificate.is_checked), ("OCOP", 4, True))
        self.assertEqual({task.product_id for task in IndexTask.objects.all()}, {product.pk})
        submission.refresh_from_db()
        self.assertTrue(submission.live)
        self.assertEqual(submission.product, product)
        self.assertEqual(submission.workflow_states.get().status, WorkflowState.STATUS_APPROVED)

    def test_an_approved_change_keeps_price_stock_rating_and_address(self) -> None:
        submission = send_tea(self.seller, self.lan)
        self.decide(submission, "approve")
        product = Product.objects.get()
        product.stockrecords.update(price=200_000, num_in_stock=7)
        Product.objects.update(rating=4.5, reviews_count=12)
        submission.refresh_from_db()
        submissions.revise(
            submission=submission, proposal=tea_proposal(title="Chè nõn tôm Lan, hái tay", claims=()), user=self.lan
        )

        self.decide(submission, "approve")

        changed = Product.objects.get()
        self.assertEqual(changed.title, "Chè nõn tôm Lan, hái tay")
        self.assertEqual((changed.rating, changed.reviews_count, changed.slug), (4.5, 12, product.slug))
        record = changed.stockrecords.get()
        self.assertEqual((record.price_dong, record.num_in_stock), (200_000, 7))
        self.assertEqual(changed.certificates.count(), 0)

    def test_a_pending_change_is_invisible_to_shoppers(self) -> None:
        submission = send_tea(self.seller, self.lan)
        self.decide(submission, "approve")
        IndexTask.objects.all().delete()
        submission.refresh_from_db()

        submissions.revise(submission=submission, proposal=tea_proposal(title="Chè giả"), user=self.lan)

        self.assertEqual(Product.objects.get().title, "Chè nõn tôm Lan")
        self.assertEqual(ProductSubmission.objects.get().title, "Chè nõn tôm Lan")
        self.assertEqual(IndexTask.objects.count(), 0)

    def test_a_claim_that_has_lapsed_gives_no_certificate(self) -> None:
        lapsed = submissions.Claim(kind="OCOP", stars=4, issued_on=date(2020, 1, 1), expires_on=date(2023, 1, 1))
        submission = send_tea(self.seller, self.lan, claims=(lapsed,))

        self.decide(submission, "approve")

        self.assertEqual(Product.objects.get().certificates.count(), 0)

    def test_a_version_sent_meanwhile_is_not_approved_unread(self) -> None:
        submission = send_tea(self.seller, self.lan)
        seen = submission.latest_revision_id
        submissions.revise(submission=submission, proposal=tea_proposal(title="Chè khác"), user=self.lan)

        self.decide(submission, "approve", loaded_revision_id=str(seen))

        self.assertEqual(Product.objects.count(), 0)
        self.assertTrue(ProductSubmission.objects.get().workflow_in_progress)

    def test_a_reviewer_cannot_slip_a_change_into_an_approval(self) -> None:
        submission = send_tea(self.seller, self.lan)

        self.decide(submission, "approve", title="Chè của Vân")

        self.assertEqual(Product.objects.count(), 0)
        self.assertTrue(ProductSubmission.objects.get().workflow_in_progress)


class RejectTests(ReviewTestCase):
    def test_a_refusal_leaves_the_product_alone_and_keeps_the_reason(self) -> None:
        submission = send_tea(self.seller, self.lan)
        self.decide(submission, "approve")
        submission.refresh_from_db()
        submissions.revise(submission=submission, proposal=tea_proposal(title="Chè 5 sao"), user=self.lan)
        IndexTask.objects.all().delete()

        self.decide(submission, "reject", "Chưa có giấy OCOP 5 sao.")

        self.assertEqual(Product.objects.get().title, "Chè nõn tôm Lan")
        self.assertEqual(IndexTask.objects.count(), 0)
        state = ProductSubmission.objects.get().current_workflow_state
        self.assertEqual(state.status, WorkflowState.STATUS_NEEDS_CHANGES)
        self.assertEqual(state.current_task_state.comment, "Chưa có giấy OCOP 5 sao.")

    def test_the_answer_of_the_seller_comes_back_to_the_reviewers(self) -> None:
        submission = send_tea(self.seller, self.lan)
        self.decide(submission, "reject", "Ghi rõ nơi làm.")

        submissions.revise(submission=submission, proposal=tea_proposal(), user=self.lan)

        page = self.client.get(edit_url(submission))
        self.assertContains(page, "Ghi rõ nơi làm.")
        self.decide(submission, "approve")
        self.assertEqual(Product.objects.count(), 1)

    def test_a_refusal_without_a_reason_is_refused(self) -> None:
        submission = send_tea(self.seller, self.lan)

        response = self.decide(submission, "reject", "   ")

        self.assertRedirects(response, reverse("wagtailadmin_home"))
        self.assertTrue(ProductSubmission.objects.get().workflow_in_progress)

    def test_the_reason_is_asked_for_in_the_dialogue(self) -> None:
        submission = send_tea(self.seller, self.lan)
        state = submission.current_workflow_task_state
        url = reverse(
            submission.snippet_viewset.get_url_name("workflow_action"), args=[submission.pk, "reject", state.pk]
        )

        response = self.client.post(url, {"comment": ""}, headers={"x-requested-with": "XMLHttpRequest"})

        self.assertIn("Viết lý do để người bán biết cần sửa gì.", response.json()["html"])
        self.assertTrue(ProductSubmission.objects.get().workflow_in_progress)


class WhoMayTests(ReviewTestCase):
    def test_nobody_approves_what_they_sent_themselves(self) -> None:
        submission = send_tea(self.seller, self.van)

        self.assert_refused(submission)

    def test_nobody_approves_for_a_seller_they_belong_to(self) -> None:
        SellerMember.objects.create(seller=self.seller, user=self.van, role="VIEWER")
        submission = send_tea(self.seller, self.lan)

        self.assert_refused(submission)

    def test_nobody_approves_what_they_edited_not_even_an_administrator(self) -> None:
        admin = make_user(ADMIN, is_staff=True, is_superuser=True)
        submission = send_tea(self.seller, self.lan)
        submission.save_revision(user=admin)
        self.client.force_login(admin)

        self.assert_refused(submission)

    def test_a_shopper_does_not_reach_the_screen(self) -> None:
        submission = send_tea(self.seller, self.lan)
        self.client.force_login(make_user(HOA))

        response = self.client.get(edit_url(submission))

        self.assertEqual(response.status_code, 302)

    def test_an_officer_outside_the_group_is_refused(self) -> None:
        submission = send_tea(self.seller, self.lan)
        self.client.force_login(make_officer(MINH, "Biên tập viên"))

        self.client.get(edit_url(submission))
        response = self.client.post(edit_url(submission), {"action-workflow-action": "true"})

        self.assertRedirects(response, reverse("wagtailadmin_home"))
        self.assertEqual(Product.objects.count(), 0)

    def test_the_publish_button_and_its_hand_made_request_do_not_publish(self) -> None:
        submission = send_tea(self.seller, self.lan)
        page = self.client.get(edit_url(submission))

        self.client.post(edit_url(submission), {**_posted(page.context["form"]), "action-publish": "true"})

        self.assertNotContains(page, "action-publish")
        self.assertEqual(Product.objects.count(), 0)

    def test_code_that_publishes_without_a_review_is_refused_and_changes_nothing(self) -> None:
        submission = send_tea(self.seller, self.lan)

        with self.assertRaises(NotReviewed):
            submission.latest_revision.publish()

        self.assertEqual(Product.objects.count(), 0)

    def assert_refused(self, submission: ProductSubmission) -> None:
        page = self.client.get(edit_url(submission))
        state = submission.current_workflow_task_state
        direct = reverse(
            submission.snippet_viewset.get_url_name("workflow_action"), args=[submission.pk, "approve", state.pk]
        )

        self.decide(submission, "approve")
        response = self.client.post(direct, {"comment": ""})

        self.assertNotContains(page, 'data-workflow-action-name="approve"')
        self.assertIn(response.status_code, (302, 403))
        self.assertEqual(Product.objects.count(), 0)
        self.assertEqual(TaskState.objects.get().status, TaskState.STATUS_IN_PROGRESS)


class ScreensTests(ReviewTestCase):
    def test_the_dashboard_counts_what_waits(self) -> None:
        send_tea(self.seller, self.lan)
        send_tea(self.seller, self.lan, sku="CHE-02")

        response = self.client.get(reverse("wagtailadmin_home"))

        self.assertContains(response, "Có 2 việc chờ duyệt")
        self.assertContains(response, "2 món hàng")
        self.assertContains(response, "0 gian hàng")

    def test_the_list_filters_by_state_with_as_many_queries_for_one_as_for_three(self) -> None:
        url = reverse(ProductSubmission.snippet_viewset.get_url_name("list"))
        self.client.get(url)
        counts = []
        for row in range(3):
            send_tea(self.seller, self.lan, sku=f"CHE-{row}", title=f"Chè số {row}")
            if row in (0, 2):
                with self.subTest(rows=row + 1), CaptureQueriesContext(connection) as count:
                    response = self.client.get(url, {"state": "in_progress"})
                self.assertContains(response, f"Chè số {row}")
                counts.append(len(count))
        self.assertNotContains(self.client.get(url, {"state": "needs_changes"}), "Chè số 0")
        self.assertEqual(counts[0], counts[1])

    def test_the_screen_shows_what_differs_from_what_is_live(self) -> None:
        submission = send_tea(self.seller, self.lan)
        self.decide(submission, "approve")
        submission.refresh_from_db()
        submissions.revise(submission=submission, proposal=tea_proposal(title="Chè nõn tôm hái tay"), user=self.lan)

        page = self.client.get(edit_url(submission))

        self.assertContains(page, "Khác gì so với bản đang bán")
        self.assertContains(page, "Chè nõn tôm hái tay")
        self.assertContains(page, "<td>Chè nõn tôm Lan</td>", html=True)

    def test_two_versions_can_be_compared(self) -> None:
        submission = send_tea(self.seller, self.lan)
        first = submission.latest_revision_id
        submissions.revise(submission=submission, proposal=tea_proposal(title="Chè nõn tôm hái tay"), user=self.lan)
        url = reverse(
            submission.snippet_viewset.get_url_name("revisions_compare"), args=[submission.pk, str(first), "latest"]
        )

        response = self.client.get(url)

        self.assertContains(response, '<span class="addition">hái tay</span>')

    def test_history_inspect_and_preview_open(self) -> None:
        submission = send_tea(self.seller, self.lan)
        names = submission.snippet_viewset

        screens = [(name, [submission.pk]) for name in ("history", "inspect", "workflow_history")]
        for name, arguments in (*screens, ("revisions_view", [submission.pk, submission.latest_revision_id])):
            with self.subTest(screen=name):
                response = self.client.get(reverse(names.get_url_name(name), args=arguments))
                self.assertEqual(response.status_code, 200)
                self.assertContains(response, "Chè nõn tôm Lan")

    def test_taking_a_product_down_hides_it_and_the_next_approval_brings_it_back(self) -> None:
        submission = send_tea(self.seller, self.lan)
        self.decide(submission, "approve")
        self.client.post(reverse(submission.snippet_viewset.get_url_name("unpublish"), args=[submission.pk]))
        self.assertFalse(Product.objects.get().is_public)
        submission.refresh_from_db()
        submissions.revise(submission=submission, proposal=tea_proposal(), user=self.lan)

        self.decide(submission, "approve")

        self.assertTrue(Product.objects.get().is_public)


class ApplicationTests(ReviewTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.minh = make_user(MINH)
        self.application = open_application(
            applicant=self.minh,
            facts={"name": "Mật ong Minh", "kind": "HOUSEHOLD", "commune_code": "05503", "phone": "0912 000 003"},
        )

    def test_an_approval_opens_the_shop_and_makes_the_applicant_its_owner(self) -> None:
        response = self.decide(self.application, "approve")

        self.assertEqual(response.status_code, 302)
        seller = Seller.objects.get(slug="mat-ong-minh")
        self.assertEqual((seller.status, seller.phone), (SellerStatus.APPROVED, "+84912000003"))
        self.assertIsNotNone(seller.approved_at)
        self.assertEqual([(member.user, member.role) for member in seller.members.all()], [(self.minh, "OWNER")])

    def test_a_refusal_opens_nothing(self) -> None:
        before = Seller.objects.count()

        self.decide(self.application, "reject", "Số giấy tờ chưa khớp.")

        self.assertEqual(Seller.objects.count(), before)
        self.assertEqual(SellerMember.objects.filter(user=self.minh).count(), 0)
        self.assertEqual(
            SellerApplication.objects.get().current_workflow_state.status, WorkflowState.STATUS_NEEDS_CHANGES
        )

    def test_an_approval_does_not_reopen_a_shop_that_was_stopped(self) -> None:
        self.seller.status = SellerStatus.SUSPENDED
        self.seller.save()
        SellerApplication.objects.update(seller=self.seller)

        self.decide(self.application, "approve")

        self.seller.refresh_from_db()
        self.assertEqual(self.seller.status, SellerStatus.SUSPENDED)
