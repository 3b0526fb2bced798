from __future__ import annotations

from pathlib import Path

from django.test import SimpleTestCase

from marketplace.demo import illustrations
from marketplace.demo.goods import goods
from marketplace.demo.illustrations import subjects
from marketplace.demo.illustrations.scenes import Scene, render
from marketplace.demo.seeding.photos import scenes_of

FOLDER = Path(illustrations.__file__).parent


class SubjectsTests(SimpleTestCase):
    def test_everything_has_a_drawing_of_itself(self):
        for plan in goods():
            names = subjects.subjects_of(plan)
            with self.subTest(title=plan.row.title):
                self.assertTrue(names == ("basket",) if plan.row.title.startswith("Mây tre") else "basket" not in names)
                for name in names:
                    self.assertTrue(_has_drawing(name), name)

    def test_no_drawing_lies_about_unused(self):
        source = Path(subjects.__file__).read_text(encoding="utf-8")
        drawn = [path.stem for path in (*FOLDER.glob("icons/*.svg"), *FOLDER.glob("drawn/*.svg"))]

        self.assertEqual([name for name in drawn if f'"{name}"' not in source], [])

    def test_the_licence_is_beside_the_icons(self):
        text = (FOLDER / "LICENSE.md").read_text(encoding="utf-8")

        self.assertIn("Copyright (c) Microsoft Corporation", text)
        self.assertIn("@iconify-json/fluent-emoji-flat", text)


class ScenesTests(SimpleTestCase):
    def test_scenes_are_drawn_in_their_order(self):
        first, second = render([Scene("tofu", 0), Scene("honey-pot", 1)])

        self.assertEqual((first.size, first.mode), ((640, 640), "RGB"))
        self.assertNotEqual(first.getpixel((4, 4)), second.getpixel((4, 4)))

    def test_a_product_has_one_to_three_pictures(self):
        counts = {len(scenes_of(plan)) for plan in goods()}

        self.assertEqual(counts, {1, 2, 3})

    def test_neighbours_of_one_kind_look_different(self):
        by_row: dict[str, list[Scene]] = {}
        for plan in goods():
            by_row.setdefault(plan.row.title, []).append(scenes_of(plan)[0])

        self.assertGreaterEqual(len(set(by_row["Chè Tân Cương móc câu"])), 4)
        self.assertGreaterEqual(len(set(by_row["Na La Hiên"])), 3)


def _has_drawing(name: str) -> bool:
    return any((FOLDER / folder / f"{name}.svg").exists() for folder in ("icons", "drawn"))
