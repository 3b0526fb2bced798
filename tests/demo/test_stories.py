from __future__ import annotations

from django.test import SimpleTestCase

from marketplace.demo.rows import categories
from marketplace.demo.seeding.categories import code_of
from marketplace.demo.stories import texts


class StoriesTests(SimpleTestCase):
    def test_there_are_twelve_of_readable_length(self):
        self.assertEqual(len(texts()), 12)
        for text in texts():
            words = sum(len(str(value).split()) for _, value in text.body)
            with self.subTest(slug=text.slug):
                self.assertGreaterEqual(words, 350)
                self.assertLess(words, 560)

    def test_each_shows_goods_of_a_category_that_exists(self):
        codes = {code_of(row.path) for row in categories()}

        self.assertEqual({text.head["category"] for text in texts()} - codes, set())

    def test_the_little_marks_become_blocks(self):
        brewing = next(text for text in texts() if text.slug == "pha-che")

        kinds = [kind for kind, _ in brewing.body]
        steps = next(value for kind, value in brewing.body if kind == "steps")
        note = next(value for kind, value in brewing.body if kind == "callout")

        self.assertEqual(
            kinds, ["text", "heading", "text", "steps", "heading", "text", "heading", "text", "callout", "text"]
        )
        self.assertEqual(steps["steps"][0]["title"], "Tráng ấm")
        self.assertEqual((note["kind"], note["title"]), ("tip", "Mẹo mùa hè"))
