"""Cells that were measured, kept in a file so that an interrupted run goes on, and written as tables."""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.client import Sample


@dataclass(frozen=True, slots=True)
class Cell:
    """One measurement. Times are milliseconds, `rate` is operations a second."""

    site: str
    size: int
    task: str
    clients: int
    count: int
    failures: int
    rate: float
    p50: float
    p95: float
    p99: float
    first_failure: str = ""

    @classmethod
    def of(cls, site: str, size: int, task: str, sample: Sample) -> Cell:
        return cls(
            site=site,
            size=size,
            task=task,
            clients=sample.clients,
            count=len(sample.times),
            failures=len(sample.failures),
            rate=round(sample.rate, 2),
            p50=round(sample.percentile(50), 1),
            p95=round(sample.percentile(95), 1),
            p99=round(sample.percentile(99), 1),
            first_failure=sample.failures[0] if sample.failures else "",
        )


class Results:
    def __init__(self, path: Path) -> None:
        self.path = path
        kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        self.cells = {self._key(cell): cell for cell in (Cell(**row) for row in kept.get("cells", ()))}
        self.notes: dict[str, str] = kept.get("notes", {})

    def find(self, site: str, size: int, task: str, clients: int) -> Cell | None:
        return self.cells.get((site, size, task, clients))

    def keep(self, cell: Cell) -> None:
        self.cells[self._key(cell)] = cell
        self.save()

    def note(self, name: str, value: object) -> None:
        self.notes[name] = f"{value:,.1f}" if isinstance(value, float) else str(value)
        self.save()

    def save(self) -> None:
        content = {"cells": [asdict(cell) for cell in self.cells.values()], "notes": self.notes}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        waiting = self.path.with_suffix(".tmp")
        waiting.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
        waiting.replace(self.path)

    @staticmethod
    def _key(cell: Cell) -> tuple[str, int, str, int]:
        return (cell.site, cell.size, cell.task, cell.clients)


def against(results: Results, sizes: Iterable[int], tasks: Iterable[str], clients: Iterable[int]) -> str:
    """Side by side with plain Oscar. A ratio is how many times more the marketplace does in a second."""
    lines = [
        "| products | clients | what | Oscar /s | p50 | p95 | p99 | ours /s | p50 | p95 | p99 | ratio |",
        "|---:|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    tasks, clients = list(tasks), list(clients)
    for size in sizes:
        for number in clients:
            for task in tasks:
                theirs, ours = results.find("oscar", size, task, number), results.find("market", size, task, number)
                ratio = f"{ours.rate / theirs.rate:.1f} ×" if ours and theirs and theirs.rate else "–"
                lines.append(f"| {size:,} | {number} | {task} | {_four(theirs)} | {_four(ours)} | {ratio} |")
    return "\n".join(lines)


def scaling(results: Results, sizes: Iterable[int], tasks: Iterable[str], clients: Iterable[int]) -> str:
    lines = ["| products | clients | what | /s | p50 | p95 | p99 |", "|---:|---:|---|---:|---:|---:|---:|"]
    tasks, clients = list(tasks), list(clients)
    for size in sizes:
        for number in clients:
            for task in tasks:
                cell = results.find("market", size, task, number)
                if cell:
                    lines.append(f"| {size:,} | {number} | {task} | {_four(cell)} |")
    return "\n".join(lines)


def document(results: Results, tables: Iterable[tuple[str, str]], *, conditions: str) -> str:
    failed = [cell for cell in results.cells.values() if cell.failures]
    parts = [
        "# Measured",
        f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores shared by the servers, the databases and the client, "
        f"Python {platform.python_version()}. {conditions}",
        "Times are milliseconds; a whole checkout is everything from the product page to the placed order.",
        *(f"## {title}\n\n{table}" for title, table in tables),
        "## Notes\n\n" + "\n".join(f"- {name}: {value}" for name, value in sorted(results.notes.items())),
    ]
    if failed:
        rows = (
            f"- {c.site}, {c.size:,}, {c.task}, {c.clients} clients: {c.failures}, {c.first_failure}" for c in failed
        )
        parts.append("## Operations that failed\n\n" + "\n".join(rows))
    return "\n\n".join(parts) + "\n"


def _four(cell: Cell | None) -> str:
    return f"{cell.rate:.1f} | {cell.p50:.0f} | {cell.p95:.0f} | {cell.p99:.0f}" if cell else "– | – | – | –"
