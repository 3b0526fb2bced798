"""Bring the database, the site, the demo, the static files and the search index up to date; skip what is.

A process of its own, so that the memory it takes is given back before the server starts. Each step can be
interrupted and is taken up again by the next start.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

console = Console()


def main() -> int:
    parser = argparse.ArgumentParser(prog="prepare")
    parser.add_argument("--products", type=int, default=0)
    parser.add_argument("--no-demo", action="store_true")
    options = parser.parse_args()
    try:
        _setup()
    except ImproperlyConfigured as error:
        console.print(f"[red]{error}[/]")
        return 2
    _step("messages", _compile_messages)
    _step("database", _migrate)
    _step("static files", _collect_static)
    _step("site", _bootstrap)
    if not options.no_demo:
        _step("demo data", lambda: _seed(options.products))
    _step("search index", _index)
    return 0


def _setup() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.dev")
    django.setup()


def _step(name: str, work: Callable[[], str]) -> None:
    began = time.monotonic()
    said = work()
    console.print(f"  [green]✓[/] {name}: {said} [dim]({time.monotonic() - began:.1f} s)[/]")


def _compile_messages() -> str:
    from django.core.management import call_command

    call_command("compile_locale", verbosity=0)
    return "compiled"


class _MigrationBar(io.TextIOBase):
    """Counts the lines that `migrate` ends with OK."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._task = progress.add_task("migrations", total=total)

    def write(self, text: str) -> int:
        if "OK" in text:
            self._progress.advance(self._task)
        return len(text)


def _migrate() -> str:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if not waiting:
        return "up to date"
    with _progress() as progress:
        call_command("migrate", interactive=False, stdout=_MigrationBar(progress, waiting))
    return f"{waiting} migrations applied"


def _collect_static() -> str:
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            digest.update(f"{path} {storage.size(path)} {storage.get_modified_time(path).timestamp()}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return "up to date"
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(digest.hexdigest())
    return "collected and compressed"


def _bootstrap() -> str:
    from cms.domain import site

    site.bootstrap()
    return "pages, groups and workflows stand"


def _seed(products: int) -> str:
    from django.core.management import call_command

    from catalog.models import Product

    if not products and Product.objects.filter(is_demo=True).count() >= 1_200:
        return "already there"
    call_command("seed_demo", **({"products": products} if products else {}))
    return f"{Product.objects.filter(is_demo=True, parent__isnull=True).count():,} products"


def _index() -> str:
    from django.core.management import call_command

    from catalog.search import engines

    waiting = [engine.name for engine in engines.configured() if engine.needs_rebuild()]
    for name in waiting:
        call_command("rebuild_index", engine=name)
    return "built: " + ", ".join(waiting) if waiting else "up to date"


def _progress() -> Progress:
    return Progress(
        TextColumn("  {task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), transient=True
    )


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        console.print("\nStopped. The next start goes on from here.")
        sys.exit(130)
