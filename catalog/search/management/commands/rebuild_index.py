from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from rich.progress import Progress

from catalog.search import documents
from catalog.search.rebuild import rebuild_embedded
from catalog.search.service import embedded


class Command(BaseCommand):
    help = "Fills a new search index from the database and moves reading to it."

    def handle(self, *args: Any, **options: Any) -> None:
        with Progress() as bar:
            task = bar.add_task("embedded", total=documents.indexable().count())
            rebuild_embedded(embedded(), lambda done: bar.update(task, completed=done))
