from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

from django.core.cache import cache
from django.core.management import call_command
from django.test import TestCase
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from cms.models import GuideIndexPage, HomePage, MenuLink, OperatorSettings, StandardPage, StoryIndexPage, StoryPage


def add_story(title: str = "Một sáng ở đồi chè", **fields: Any) -> StoryPage:
    story = StoryPage(title=title, lead="Sương chưa tan thì đã hái.", **fields)
    StoryIndexPage.objects.get().add_child(instance=story)
    return story


INDEX_QUERIES = 8
HOME_QUERIES = 6


class PagesTestCase(TestCase):
    def setUp(self) -> None:
        cache.clear()


class StandardPageTests(PagesTestCase):
    def test_every_page_that_the_site_starts_with_opens_in_both_languages(self) -> None:
        for page in StandardPage.objects.live():
            for language in ("vi", "en"):
                with self.subTest(page=page.slug, language=language):
                    response = self.client.get(page.url, headers={"cookie": f"django_language={language}"})
                    self.assertContains(response, "<h1>", count=1)

    def test_an_english_reader_gets_the_english_text_marked_as_such(self) -> None:
        response = self.client.get("/xep-hang/", headers={"cookie": "django_language=en"})

        self.assertContains(response, "<h1>How ranking works</h1>")
        self.assertContains(response, 'lang="en"')

    def test_a_page_without_english_says_that_it_is_vietnamese(self) -> None:
        response = self.client.get("/khieu-nai/", headers={"cookie": "django_language=en"})

        self.assertContains(response, "<h1>Khiếu nại</h1>")
        self.assertContains(response, '<article class="wrap section cms-article" lang="vi">')


class BlocksTests(PagesTestCase):
    def test_each_kind_of_words_is_drawn(self) -> None:
        story = add_story(
            body=[
                ("heading", "Hái lúc nào"),
                ("text", "<p>Trước khi nắng lên.</p>"),
                ("quote", {"text": "Chè ngon ở đất.", "who": "Bà Lan"}),
                ("callout", {"kind": "tip", "title": "Nước 85 °C", "text": "<p>Đừng dùng nước sôi.</p>"}),
                ("steps", {"title": "Pha", "steps": [{"title": "Tráng ấm", "text": ""}]}),
                ("faq", {"questions": [{"question": "Giữ được bao lâu?", "answer": "<p>Một năm.</p>"}]}),
                ("operator", None),
            ]
        )

        response = self.client.get(story.url)

        for words in (
            "<h2>Hái lúc nào</h2>",
            "<p>Trước khi nắng lên.</p>",
            "<figcaption>Bà Lan</figcaption>",
            "<strong>Nước 85 °C</strong>",
            "<h3>Tráng ấm</h3>",
            "<summary>Giữ được bao lâu?</summary>",
        ):
            self.assertContains(response, words, html=True)

    def test_hostile_words_of_an_editor_are_escaped(self) -> None:
        story = add_story(
            title="<script>alert(1)</script>",
            body=[
                ("quote", {"text": "<img src=x onerror=alert(1)>", "who": ""}),
            ],
        )

        response = self.client.get(story.url)

        self.assertNotContains(response, "<script>alert")
        self.assertNotContains(response, "<img src=x")


class StoryIndexTests(PagesTestCase):
    def test_the_index_costs_the_same_with_one_story_and_with_three(self) -> None:
        counts = []
        for row in range(3):
            add_story(f"Chuyện {row}")
            if row in (0, 2):
                self.client.get("/chuyen-que/")
                with self.subTest(rows=row + 1), self.assertNumQueries(INDEX_QUERIES):
                    response = self.client.get("/chuyen-que/")
                counts.append(response.content.count(b'cms-card"'))
        self.assertEqual(counts, [1, 3])

    def test_an_empty_index_says_so(self) -> None:
        self.assertEqual(GuideIndexPage.objects.get().entries().count(), 0)

        self.assertContains(self.client.get("/cam-nang/"), "Chưa có bài nào")

    def test_a_page_number_out_of_range_shows_the_last_page(self) -> None:
        add_story()

        for number in ("999", "-1", "abc"):
            with self.subTest(number=number):
                self.assertContains(self.client.get("/chuyen-que/", {"trang": number}), "Một sáng ở đồi chè")


class PublishingTests(PagesTestCase):
    def test_a_scheduled_story_appears_when_its_time_comes(self) -> None:
        story = add_story(live=False)
        story.go_live_at = timezone.now() + timedelta(hours=1)
        story.save_revision().publish()
        self.assertEqual(self.client.get("/chuyen-que/mot-sang-o-doi-che/").status_code, 404)
        # The hour passes.
        past = timezone.now() - timedelta(minutes=1)
        story.refresh_from_db()
        revision = story.latest_revision
        revision.approved_go_live_at = past
        revision.content["go_live_at"] = past.isoformat()
        revision.save()

        call_command("publish_scheduled", stdout=StringIO())

        self.assertContains(self.client.get("/chuyen-que/mot-sang-o-doi-che/"), "Một sáng ở đồi chè")

    def test_a_draft_is_not_shown_nor_listed(self) -> None:
        add_story(live=False)

        self.assertEqual(self.client.get("/chuyen-que/mot-sang-o-doi-che/").status_code, 404)
        self.assertNotContains(self.client.get("/chuyen-que/"), "Một sáng ở đồi chè")

    def test_an_old_address_leads_to_the_new_page(self) -> None:
        Redirect.objects.create(old_path="/chuyen-cu", redirect_link="/chuyen-que/", site=Site.objects.get())

        self.assertRedirects(self.client.get("/chuyen-cu/"), "/chuyen-que/", status_code=301)

    def test_a_story_that_changes_its_address_leaves_a_redirect(self) -> None:
        story = add_story()
        old = story.url
        story.slug = "doi-che-sang-som"
        with self.captureOnCommitCallbacks(execute=True):
            story.save_revision().publish()

        response = self.client.get(old)

        self.assertRedirects(response, "/chuyen-que/doi-che-sang-som/", status_code=301)


class FrameTests(PagesTestCase):
    def test_the_footer_names_the_operator_as_soon_as_the_settings_do(self) -> None:
        self.assertNotContains(self.client.get("/gioi-thieu/"), "Hợp tác xã Chợ Chè")
        settings = OperatorSettings.for_site(Site.objects.get())
        settings.legal_name = "Hợp tác xã Chợ Chè"
        settings.tax_code = "4600000001"
        settings.save()

        response = self.client.get("/gioi-thieu/")

        self.assertContains(response, "<strong>Hợp tác xã Chợ Chè</strong>. Mã số thuế 4600000001", html=False)

    def test_the_footer_follows_the_menu(self) -> None:
        self.assertContains(self.client.get("/gioi-thieu/"), '<a href="/khieu-nai/">Khiếu nại</a>', html=True)
        link = MenuLink.objects.get(label="Khiếu nại")
        link.label = "Góp ý"
        link.save()

        self.assertContains(self.client.get("/gioi-thieu/"), '<a href="/khieu-nai/">Góp ý</a>', html=True)

    def test_the_footer_does_not_lead_to_an_unpublished_page(self) -> None:
        StandardPage.objects.get(slug="khieu-nai").unpublish()

        self.assertNotContains(self.client.get("/gioi-thieu/"), '<a href="/khieu-nai/">Khiếu nại</a>', html=True)


class HomePageTests(PagesTestCase):
    def test_the_home_page_greets_in_the_readers_language(self) -> None:
        home = HomePage.objects.get()

        self.assertContains(self.client.get("/"), f"<h1>{home.hero_title}</h1>", html=True)
        english = self.client.get("/", headers={"cookie": "django_language=en"})
        self.assertContains(english, f"<h1>{home.hero_title_en}</h1>", html=True)

    def test_the_home_page_costs_the_same_with_one_story_and_with_three(self) -> None:
        for row in range(3):
            add_story(f"Chuyện {row}")
            if row in (0, 2):
                self.client.get("/")
                with self.subTest(rows=row + 1), self.assertNumQueries(HOME_QUERIES):
                    self.client.get("/")


class FeedTests(PagesTestCase):
    def test_live_stories_are_told_and_drafts_are_not(self) -> None:
        add_story("Một sáng ở đồi chè")
        add_story("Bản nháp", live=False)

        feed = self.client.get("/chuyen-que/rss.xml")

        self.assertEqual(feed["Content-Type"], "application/rss+xml; charset=utf-8")
        self.assertContains(feed, "<title>Một sáng ở đồi chè</title>")
        self.assertNotContains(feed, "Bản nháp")

    def test_its_list_names_the_feed(self) -> None:
        self.assertContains(self.client.get("/chuyen-que/"), 'href="/chuyen-que/rss.xml"')
