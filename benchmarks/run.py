"""`./market bench`: plain Oscar and the marketplace, side by side on one PostgreSQL, and how the marketplace grows.

Interrupted, it goes on where it stopped; `--fresh` forgets what was measured. Everything stays on this machine.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Iterable

from rich.console import Console
from rich.markdown import Markdown
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks import catalogue, client, oversell, queries, tasks, weights
from benchmarks.results import Cell, Results, against, document, scaling
from benchmarks.sites import FOLDER, ROOT, Settings, Site, memory_megabytes

WRITTEN = ROOT / "benchmarks" / "results"
_SCALED = ("listing", "search", "product")
_CLIENTS = (1, 8)


def main(arguments: list[str] | None = None) -> int:
    options = _options(arguments)
    console = Console()
    settings = _settings(options)
    if not settings.database:
        console.print("Name a PostgreSQL in BENCH_DATABASE_URL (or DATABASE_URL): both sites run on it.", style="red")
        return 2
    results = Results(FOLDER / ("results-quick.json" if options.quick else "results.json"))
    if options.fresh:
        results.cells.clear()
    plans = _plans(options)
    with _progress(console) as progress:
        whole = progress.add_task("cells", total=sum(len(names) for _site, _size, names in plans) * len(_CLIENTS))
        for name, size, names in plans:
            _measure_site(Site(name, size, settings), names, options.seconds, results, progress, whole)
    text = _write(results, options, settings)
    console.print(Markdown(text))
    return 1 if any(cell.failures and not cell.count for cell in results.cells.values()) else 0


def _measure_site(
    site: Site, names: Iterable[str], seconds: float, results: Results, progress: Progress, whole: object
) -> None:
    missing = [
        (name, clients)
        for clients in _CLIENTS
        for name in names
        if results.find(site.name, site.size, name, clients) is None
    ]
    progress.advance(whole, len(list(names)) * len(_CLIENTS) - len(missing))  # type: ignore[arg-type]
    if not missing:
        return
    progress.update(whole, description=f"preparing {site.name}, {site.size:,} products")  # type: ignore[arg-type]
    results.note(f"seconds to prepare {site.name} with {site.size:,} products", site.prepare())
    shelf = tasks.Shelf.of(catalogue.read(site.catalogue))
    todo = tasks.market(shelf) if site.name == "market" else tasks.oscar(shelf)
    with site.served() as pid:
        for name in dict.fromkeys(name for name, _clients in missing):
            # The first answers of a process read templates and fill its caches.
            client.measure(port=site.settings.port, task=todo[name], clients=4, seconds=min(seconds, 2))
        results.note(f"megabytes of {site.name}'s processes, {site.size:,} products", memory_megabytes(pid))
        for name, clients in missing:
            progress.update(whole, description=f"{site.name} {site.size:,}: {name}, {clients} clients")  # type: ignore[arg-type]
            sample = client.measure(port=site.settings.port, task=todo[name], clients=clients, seconds=seconds)
            results.keep(Cell.of(site.name, site.size, name, sample))
            progress.advance(whole)  # type: ignore[arg-type]
        if site.size == 1_000:
            _look_closer(site, results, shelf, rounds=3 if seconds < 3 else 8)
    if site.size == 1_000:
        _count_queries(site, results, shelf)


def _look_closer(site: Site, results: Results, shelf: tasks.Shelf, rounds: int) -> None:
    """What is no rate: oversold orders, and for the marketplace the queries and the weight of its first page."""
    name = f"{site.name}, {oversell.STOCK} in stock, {oversell.BUYERS} buyers at once: orders by round"
    if name not in results.notes:
        results.note(name, oversell.sold_by_round(site, list(shelf.buyable), rounds))
    if site.name == "market" and weights.is_possible():
        found = weights.first_visit(f"http://127.0.0.1:{site.settings.port}/")
        results.note("first visit of the home page, bytes beside photos", f"{weights.beside_photos(found):,}")
        results.note("first visit of the home page, bytes by kind", found)


def _count_queries(site: Site, results: Results, shelf: tasks.Shelf) -> None:
    counted = queries.count(site, tasks.addresses(site.name, shelf))
    results.note(f"queries of {site.name}'s pages", ", ".join(f"{page} {n}" for page, n in counted.items()))


def _plans(options: argparse.Namespace) -> list[tuple[str, int, tuple[str, ...]]]:
    """The marketplace first: plain Oscar is filled with its catalogue."""
    plans: list[tuple[str, int, tuple[str, ...]]] = []
    for size in options.sizes:
        plans += [("market", size, tasks.NAMES), *([] if options.ours else [("oscar", size, tasks.NAMES)])]
    return plans + [("market", size, _SCALED) for size in options.scaling if size not in options.sizes]


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./market bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="1,000 products, 2 seconds a cell: does it work at all?")
    parser.add_argument("--seconds", type=float, default=6, help="how long each cell is measured (default 6)")
    parser.add_argument("--sizes", type=_sizes, default=(1_000, 20_000), help="beside Oscar (default 1000,20000)")
    parser.add_argument("--scaling", type=_sizes, default=(100_000,), help="the marketplace alone (default 100000)")
    parser.add_argument("--million", action="store_true", help="also the marketplace alone at 1,000,000 products")
    parser.add_argument("--ours", action="store_true", help="leave plain Oscar out")
    parser.add_argument("--fresh", action="store_true", help="forget what was measured before")
    parser.add_argument("--port", type=int, default=8190)
    parser.add_argument("--prefix", default="bench", help="of the databases it makes (default bench)")
    options = parser.parse_args(arguments)
    if options.quick:
        options.sizes, options.scaling, options.seconds = (1_000,), (), 2
    if options.million:
        options.scaling = (*options.scaling, 1_000_000)
    return options


def _settings(options: argparse.Namespace) -> Settings:
    return Settings(
        database=os.environ.get("BENCH_DATABASE_URL") or os.environ.get("DATABASE_URL", ""),
        elasticsearch=os.environ.get("ELASTICSEARCH_URL", ""),
        redis=os.environ.get("REDIS_URL", ""),
        port=options.port,
        prefix=options.prefix,
    )


def _write(results: Results, options: argparse.Namespace, settings: Settings) -> str:
    engine = "Elasticsearch" if settings.elasticsearch else "the embedded search engine"
    text = document(
        results,
        [
            ("Beside plain Oscar 4.2.1", against(results, options.sizes, tasks.NAMES, _CLIENTS)),
            ("How it grows", scaling(results, (*options.sizes, *options.scaling), _SCALED, _CLIENTS)),
        ],
        conditions=f"PostgreSQL, {settings.workers} server processes each, {engine}, "
        f"{options.seconds:g} seconds a cell after warming up.",
    )
    path = WRITTEN / ("quick.md" if options.quick else "latest.md")
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return text


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(",") if part)


def _progress(console: Console) -> Progress:
    columns = (TextColumn("{task.description:<48}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console)


def _stop(*_signal: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    # Told to stop, it stops its servers too.
    signal.signal(signal.SIGTERM, _stop)
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
