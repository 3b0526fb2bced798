"""The texts of the demo's stories and guides: a small head of `key: value` lines, an empty line, then the body.

In the body `## ` begins a heading, `> ` a quotation (the line after names who said it), `! ` a note
(`! title | text`), and `1. ` a step (`1. title | text`); everything else is a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from django.utils.html import format_html, format_html_join

_FOLDER = Path(__file__).parent
_STEP = re.compile(r"^\d+\. ")

Block = tuple[str, object]


@dataclass(frozen=True, slots=True)
class Text:
    slug: str
    head: dict[str, str]
    body: tuple[Block, ...]

    @property
    def title(self) -> str:
        return self.head["title"]

    @property
    def is_story(self) -> bool:
        return self.head["kind"] == "story"


def texts() -> tuple[Text, ...]:
    """All twelve, the oldest first."""
    read = [_read(path) for path in sorted(_FOLDER.glob("*.md"))]
    return tuple(sorted(read, key=lambda text: -int(text.head["days"])))


def _read(path: Path) -> Text:
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return Text(slug=path.stem, head=fields, body=tuple(_blocks(body)))


def _blocks(body: str) -> Iterator[Block]:
    lines = [line for line in body.splitlines() if line]
    for kind, group in groupby(lines, key=_kind):
        yield from _KINDS[kind](list(group))


def _kind(line: str) -> str:
    if _STEP.match(line):
        return "step"
    return {"## ": "heading", "> ": "quote", "! ": "note"}.get(line[: 3 if line.startswith("##") else 2], "text")


def _headings(lines: list[str]) -> Iterator[Block]:
    for line in lines:
        yield "heading", line[3:]


def _quotes(lines: list[str]) -> Iterator[Block]:
    said, who = (line[2:] for line in lines)
    yield "quote", {"text": said, "who": who.removeprefix("– ")}


def _notes(lines: list[str]) -> Iterator[Block]:
    for line in lines:
        title, _, text = line[2:].partition(" | ")
        kind = "warning" if title == "Cẩn thận" else "tip" if title.startswith("Mẹo") else "note"
        yield "callout", {"kind": kind, "title": title, "text": format_html("<p>{}</p>", text)}


def _steps(lines: list[str]) -> Iterator[Block]:
    pairs = [_STEP.sub("", line).partition(" | ") for line in lines]
    steps = [{"title": title, "text": format_html("<p>{}</p>", text)} for title, _, text in pairs]
    yield "steps", {"title": "", "steps": steps}


def _paragraphs(lines: list[str]) -> Iterator[Block]:
    yield "text", format_html_join("", "<p>{}</p>", ((line,) for line in lines))


_KINDS = {"heading": _headings, "quote": _quotes, "note": _notes, "step": _steps, "text": _paragraphs}
