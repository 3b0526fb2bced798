from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from marketplace.demo.seeding.categories import seed_categories
from marketplace.demo.seeding.operator import seed_operator
from marketplace.demo.seeding.pages import seed_pages
from marketplace.demo.seeding.people import seed_people
from marketplace.demo.seeding.photos import seed_photos
from marketplace.demo.seeding.products import seed_products
from marketplace.demo.seeding.quiet import no_letters
from marketplace.demo.seeding.reviews import seed_reviews
from marketplace.demo.seeding.scale import seed_scale
from marketplace.demo.seeding.sellers import seed_sellers
from marketplace.demo.seeding.shopper import seed_shopper
from marketplace.demo.seeding.submissions import seed_submissions

Tell = Callable[[int, int], None]


class Command(BaseCommand):
    help = "Fills the market with invented sellers and goods. Run again it adds only what is missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="no progress")
        parser.add_argument(
            "--products",
            type=int,
            default=0,
            help="copy the products until there are so many; run rebuild_index afterwards",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        stages: tuple[tuple[str, Callable[[Tell], int]], ...] = (
            ("Categories", lambda tell: seed_categories()),
            ("People", lambda tell: seed_people(at=at)),
            ("Sellers", lambda tell: seed_sellers(at=at)),
            ("Products", lambda tell: len(seed_products(at=at))),
            ("Reviews", lambda tell: seed_reviews(at=at)),
            ("Pictures", lambda tell: seed_photos(tell)),
            ("Operator", lambda tell: seed_operator()),
            ("Stories and guides", lambda tell: seed_pages(at=at)),
            ("Submissions", lambda tell: seed_submissions()),
            ("Orders", lambda tell: seed_shopper(at=at)),
        )
        if options["products"]:
            stages = (*stages, ("Larger catalogue", lambda tell: seed_scale(options["products"], tell)))
        with no_letters(), _progress(quiet=options["quiet"]) as progress:
            for name, stage in stages:
                _run(progress, name, stage)


def _run(progress: Progress, name: str, stage: Callable[[Tell], int]) -> None:
    task = progress.add_task(name, total=None)
    made = stage(lambda done, total: progress.update(task, completed=done, total=total))
    progress.update(task, total=1, completed=1, description=f"{name}: {made:,} new")


def _progress(*, quiet: bool) -> Progress:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(quiet=quiet))
