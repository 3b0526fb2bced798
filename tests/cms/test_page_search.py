from __future__ import annotations

from django.test import TestCase

from cms.domain.page_search import catch_up, find_pages
from cms.models import PageText, StandardPage
from tests.cms.test_pages import add_story


def first_found(text: str) -> str:
    return find_pages(text)[0].slug


class FindPagesTests(TestCase):
    def test_words_without_tone_marks_find_the_page(self) -> None:
        self.assertEqual(first_found("doi tra"), "giao-hang-doi-tra")
        self.assertEqual(first_found("ĐỔI TRẢ"), "giao-hang-doi-tra")

    def test_a_beginning_of_a_word_is_enough_and_every_word_must_be_there(self) -> None:
        self.assertEqual(first_found("khieu nai"), "khieu-nai")
        self.assertEqual(find_pages("khieu xyzzy"), [])

    def test_words_of_the_body_are_found_after_titles(self) -> None:
        story = add_story("Đêm hội", body=[("quote", {"text": "Nhớ mùi chè mới sao.", "who": ""})])
        story.save_revision().publish()

        self.assertIn(story.pk, [page.pk for page in find_pages("mui che moi sao")])

    def test_what_is_no_longer_live_is_not_found(self) -> None:
        StandardPage.objects.get(slug="khieu-nai").unpublish()

        self.assertNotIn("khieu-nai", [page.slug for page in find_pages("khieu nai")])

    def test_pages_that_no_signal_told_of_are_caught_up_with(self) -> None:
        PageText.objects.all().delete()

        catch_up()

        self.assertEqual(first_found("khieu nai"), "khieu-nai")


class PageSearchViewTests(TestCase):
    def test_the_page_shows_what_was_found(self) -> None:
        response = self.client.get("/tim-bai/", {"q": "khieu nai"})

        self.assertContains(response, "<h1>Bài viết về “khieu nai”</h1>", html=True)
        self.assertContains(response, '<a href="/khieu-nai/">Khiếu nại</a>', html=True)

    def test_hostile_words_find_nothing_and_break_nothing(self) -> None:
        for words in ("%", "_", "'; drop table", "<script>alert(1)</script>", "\x00", "x" * 5000, "a " * 500):
            with self.subTest(words=words[:20]):
                response = self.client.get("/tim-bai/", {"q": words})
                self.assertEqual(response.status_code, 200)
                self.assertNotContains(response, "<script>alert")
