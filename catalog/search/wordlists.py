"""The lists of words that people may edit without touching the code: synonyms, abbreviations, words that ask nothing.

They stand in `data/`; files of the same names in `<SEARCH_FOLDER>/words/` add to them. A change is seen within
seconds: the lists are used when a query is understood, no index holds them.
"""

from __future__ import annotations

import csv
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from catalog.search.words import fold_word, words

_DATA = Path(__file__).parent / "data"
_CHECK_SECONDS = 5.0

Term = tuple[str, ...]


@dataclass(frozen=True)
class WordLists:
    # Folded term: the terms so written, with their group's other terms.
    synonyms: dict[Term, list[tuple[Term, tuple[Term, ...]]]] = field(default_factory=dict)
    abbreviations: dict[str, Term] = field(default_factory=dict)
    # Folded term: the term and whether it is only ignored when nothing matches with it.
    ignored: dict[Term, list[tuple[Term, bool]]] = field(default_factory=dict)
    # Every folded word of a synonym: not a slip, whether the catalogue has it or not.
    vocabulary: frozenset[str] = frozenset()


class WordListFiles:
    """Reads the lists again when a file has changed."""

    def __init__(self, extra: Path) -> None:
        self._folders = (_DATA, extra)
        self._stamp: tuple[int, ...] = ()
        self._lists = WordLists()
        self._checked_at = -_CHECK_SECONDS

    def current(self) -> WordLists:
        now = time.monotonic()
        if now - self._checked_at >= _CHECK_SECONDS:
            self._checked_at = now
            stamp = tuple(_stamp(folder / name) for folder in self._folders for name in _FILES)
            if stamp != self._stamp:
                self._lists, self._stamp = _read(self._folders), stamp
        return self._lists


_FILES = ("synonyms.csv", "abbreviations.csv", "ignored.csv")


def folded_term(term: Term) -> Term:
    return tuple(fold_word(word) for word in term)


def _read(folders: tuple[Path, ...]) -> WordLists:
    synonyms: dict[Term, list[tuple[Term, tuple[Term, ...]]]] = defaultdict(list)
    for row in _rows(folders, "synonyms.csv"):
        group = tuple(dict.fromkeys(tuple(words(term)) for term in row["terms"].split(";") if words(term)))
        for term in group:
            synonyms[folded_term(term)].append((term, tuple(other for other in group if other != term)))
    ignored: dict[Term, list[tuple[Term, bool]]] = defaultdict(list)
    for row in _rows(folders, "ignored.csv"):
        term = tuple(words(row["word"]))
        ignored[folded_term(term)].append((term, row["when"] == "unmatched"))
    return WordLists(
        synonyms=dict(synonyms),
        abbreviations={row["short"]: tuple(words(row["long"])) for row in _rows(folders, "abbreviations.csv")},
        ignored=dict(ignored),
        vocabulary=frozenset(word for term in synonyms for word in term),
    )


def _rows(folders: tuple[Path, ...], name: str) -> Iterator[dict[str, str]]:
    for folder in folders:
        path = folder / name
        if path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                yield from (row for row in csv.DictReader(file) if all(row.get(key) for key in row if key != "note"))


def _stamp(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
