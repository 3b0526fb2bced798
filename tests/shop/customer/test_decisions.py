from __future__ import annotations

from typing import Any

from django.test import TestCase
from django.urls import reverse
from oscar.apps.communication.models import Notification

from catalog.domain import submissions
from marketplace.demo.cast import LAN, MINH, VAN
from sellers.domain.applications import open_application
from tests.support.goods import make_seller, make_user
from tests.support.review import make_officer, send_tea, tea_proposal


class DecisionTestCase(TestCase):
    def setUp(self) -> None:
        self.van = make_officer(VAN)

    def approve(self, proposal: Any, comment: str = "") -> None:
        with self.captureOnCommitCallbacks(execute=True):
            proposal.current_workflow_task_state.approve(user=self.van, comment=comment)

    def send_back(self, proposal: Any, comment: str) -> None:
        with self.captureOnCommitCallbacks(execute=True):
            proposal.current_workflow_task_state.reject(user=self.van, comment=comment)

    def told(self) -> list[tuple[Any, str, str]]:
        notices = Notification.objects.order_by("pk")
        return [(notice.recipient, notice.subject, notice.body) for notice in notices]


class GoodsTests(DecisionTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.lan = make_user(LAN)
        self.submission = send_tea(make_seller(), self.lan)

    def test_who_sent_goods_hears_that_they_are_approved_and_where_they_are(self) -> None:
        self.approve(self.submission)

        self.submission.refresh_from_db()
        address = self.submission.product.get_absolute_url()
        self.assertEqual(self.told(), [(self.lan, "“Chè nõn tôm Lan” đã được duyệt.", address)])

    def test_who_sent_goods_hears_what_to_mend(self) -> None:
        self.send_back(self.submission, "Ảnh mờ quá.")

        text = "“Chè nõn tôm Lan” cần sửa trước khi lên chợ. Cán bộ duyệt nhắn: Ảnh mờ quá."
        self.assertEqual(self.told(), [(self.lan, text, "")])

    def test_an_answer_is_decided_anew(self) -> None:
        self.send_back(self.submission, "Ảnh mờ quá.")
        submissions.revise(submission=self.submission, proposal=tea_proposal(), user=self.lan)

        self.approve(self.submission)

        self.assertEqual([text for _, text, _ in self.told()][1:], ["“Chè nõn tôm Lan” đã được duyệt."])

    def test_a_long_reason_is_cut_with_a_sign(self) -> None:
        self.send_back(self.submission, "Ảnh mờ quá. " * 80)

        (_, text, _) = self.told()[0]
        self.assertEqual((len(text), text[-1]), (255, "…"))

    def test_the_language_is_the_sellers(self) -> None:
        self.lan.language = "en"
        self.lan.save()

        self.approve(self.submission)

        self.assertEqual(self.told()[0][1], "“Chè nõn tôm Lan” has been approved.")

    def test_goods_that_nobody_sent_tell_nobody(self) -> None:
        self.lan.delete()

        self.approve(self.submission)

        self.assertEqual(self.told(), [])


class ShopTests(DecisionTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.minh = make_user(MINH)
        facts = {"name": "Mật ong Minh", "kind": "HOUSEHOLD", "commune_code": "05503", "phone": "0912 000 003"}
        self.application = open_application(applicant=self.minh, facts=facts)

    def test_the_applicant_hears_that_the_shop_is_open(self) -> None:
        self.approve(self.application)

        address = reverse("seller", kwargs={"slug": "mat-ong-minh"})
        self.assertEqual(self.told(), [(self.minh, "Hồ sơ gian hàng “Mật ong Minh” đã được duyệt.", address)])

    def test_the_applicant_hears_what_is_missing(self) -> None:
        self.send_back(self.application, "Số giấy tờ chưa khớp.")

        text = "Hồ sơ gian hàng “Mật ong Minh” cần sửa. Cán bộ duyệt nhắn: Số giấy tờ chưa khớp."
        self.assertEqual(self.told(), [(self.minh, text, "")])
