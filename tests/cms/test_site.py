from __future__ import annotations

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.test import TestCase
from oscar.core.loading import get_model
from wagtail.models import Page, Site, WorkflowContentType

from catalog.models import ProductSubmission
from cms.domain import officers, site
from cms.models import HomePage, MenuLink, MenuPlace, StandardPage
from sellers.models import SellerApplication


class BootstrapTests(TestCase):
    def test_the_site_begins_with_our_home_page_and_nothing_of_wagtails(self) -> None:
        home = HomePage.objects.get()

        self.assertEqual(Site.objects.get().root_page_id, home.pk)
        self.assertEqual([page.slug for page in Page.get_first_root_node().get_children()], ["trang-chu"])
        self.assertEqual(
            sorted(home.get_children().live().values_list("slug", flat=True)),
            [
                "ban-hang",
                "cam-nang",
                "chuyen-que",
                "dieu-khoan",
                "giao-hang-doi-tra",
                "gioi-thieu",
                "khieu-nai",
                "quyen-rieng-tu",
                "xep-hang",
            ],
        )

    def test_a_second_run_changes_nothing_and_keeps_the_editors_work(self) -> None:
        page = StandardPage.objects.get(slug="gioi-thieu")
        page.title = "Chúng tôi là ai"
        page.save_revision().publish()
        before = (Page.objects.count(), Group.objects.count(), MenuLink.objects.count())

        site.bootstrap()

        self.assertEqual((Page.objects.count(), Group.objects.count(), MenuLink.objects.count()), before)
        self.assertEqual(StandardPage.objects.get(slug="gioi-thieu").title, "Chúng tôi là ai")

    def test_both_kinds_of_review_have_their_workflow_and_reviewers_may_publish(self) -> None:
        reviewers = Group.objects.get(name=officers.REVIEWERS)

        for model in (ProductSubmission, SellerApplication):
            with self.subTest(model=model.__name__):
                content_type = ContentType.objects.get_for_model(model)
                workflow = WorkflowContentType.objects.get(content_type=content_type).workflow
                self.assertEqual([task.name for task in workflow.tasks], ["Cán bộ xem"])
                self.assertTrue(
                    reviewers.permissions.filter(codename=f"publish_{content_type.model}").exists(),
                    "without it Wagtail redirects without a word and the review stays open",
                )

    def test_oscar_finds_its_country_and_product_class(self) -> None:
        self.assertEqual(get_model("address", "Country").objects.get().iso_3166_1_a2, "VN")
        self.assertEqual(get_model("catalogue", "ProductClass").objects.get().slug, "nong-san")

    def test_the_footer_leads_to_the_policies_that_the_law_wants(self) -> None:
        links = MenuLink.objects.exclude(place=MenuPlace.HEADER).exclude(page=None).values_list("page__slug", flat=True)

        self.assertLessEqual(
            {"dieu-khoan", "quyen-rieng-tu", "xep-hang", "giao-hang-doi-tra", "khieu-nai", "gioi-thieu"}, set(links)
        )
