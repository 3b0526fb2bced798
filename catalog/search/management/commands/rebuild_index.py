from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from catalog.search import documents, engines
from catalog.search.engine import IndexEngine
from catalog.search.rebuild import rebuild
from marketplace.kernel.errors import MarketplaceError


class Command(BaseCommand):
    help = "Fills a new search index from the database and moves reading to it. The site may go on working."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--engine", choices=["embedded", "elasticsearch"], help="only this one")
        parser.add_argument("--resume", action="store_true", help="go on where an interrupted rebuild stopped")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = [engine for engine in engines.configured() if options["engine"] in (None, engine.name)]
        if not chosen:
            raise CommandError("ELASTICSEARCH_URL names no cluster.")
        total = documents.indexable().count()
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, TimeRemainingColumn(), console=Console(file=self.stdout._out)) as bar:  # type: ignore[attr-defined]
            for engine in chosen:
                self._rebuild(engine, options["resume"], bar, total)

    def _rebuild(self, engine: IndexEngine, resume: bool, bar: Progress, total: int) -> None:
        task = bar.add_task(engine.name, total=total)
        try:
            done = rebuild(engine, resume=resume, progress=lambda done: bar.update(task, completed=done))
        except MarketplaceError as error:
            raise CommandError(f"{engine.name}: {error.message} {error.details or ''}") from error
        bar.update(task, completed=done, total=done)
