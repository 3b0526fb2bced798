from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from marketplace.demo.seeding.categories import seed_categories
from marketplace.demo.seeding.people import seed_people
from marketplace.demo.seeding.products import seed_products
from marketplace.demo.seeding.sellers import seed_sellers


class Command(BaseCommand):
    help = "Fills the market with invented sellers and goods. Run again it adds only what is missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="no progress")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        stages: list[tuple[str, Callable[[], Any]]] = [
            ("Nhóm hàng", seed_categories),
            ("Người", lambda: seed_people(at=at)),
            ("Nhà vườn", lambda: seed_sellers(at=at)),
            ("Sản phẩm", lambda: seed_products(at=at)),
        ]
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(quiet=options["quiet"])) as progress:
            for name, stage in stages:
                task = progress.add_task(name, total=None)
                made = stage()
                count = len(made) if isinstance(made, list) else made
                progress.update(task, total=1, completed=1, description=f"{name}: {count} mới")
