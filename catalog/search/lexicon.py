"""What the index knows: its words with how often they occur, its categories and its sellers.

Read from the index itself, so it follows every change without a list to keep; `understanding` corrects and completes
against it, suggestions of categories and sellers come from it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from catalog.search.words import fold_word
from marketplace.kernel.text import fold


@dataclass(frozen=True, slots=True)
class KnownCategory:
    path: str
    name: str
    name_en: str
    count: int


@dataclass(frozen=True, slots=True)
class KnownSeller:
    slug: str
    name: str
    count: int


@dataclass(frozen=True)
class Lexicon:
    # As written, with marks: in how many products.
    words: dict[str, int] = field(default_factory=dict)
    # Folded: the written forms, the commonest first.
    forms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    categories: tuple[KnownCategory, ...] = ()
    sellers: tuple[KnownSeller, ...] = ()
    generation: str = ""

    def knows(self, folded: str) -> bool:
        return folded in self.forms

    def frequency(self, folded: str) -> int:
        return sum(self.words[form] for form in self.forms.get(folded, ()))


def make_lexicon(
    words: Iterable[tuple[str, int]],
    category_labels: Iterable[tuple[str, int]],
    seller_labels: Iterable[tuple[str, int]],
    generation: str = "",
) -> Lexicon:
    counted: dict[str, int] = defaultdict(int)
    for word, count in words:
        counted[word] += count
    forms: dict[str, list[str]] = defaultdict(list)
    for word in sorted(counted, key=lambda w: (-counted[w], w)):
        forms[fold_word(word)].append(word)
    return Lexicon(
        words=dict(counted),
        forms={folded: tuple(written) for folded, written in forms.items()},
        categories=tuple(_category(label, count) for label, count in sorted(category_labels)),
        sellers=tuple(_seller(label, count) for label, count in seller_labels),
        generation=generation,
    )


def category_parts(name: str) -> list[str]:
    """`Nấm, mộc nhĩ` is asked for by either half."""
    return [part.strip() for part in fold(name).replace("–", ",").replace("-", ",").replace("&", ",").split(",")]


def _category(label: str, count: int) -> KnownCategory:
    _order, path, name, name_en = label.split("\t")
    return KnownCategory(path, name, name_en, count)


def _seller(label: str, count: int) -> KnownSeller:
    slug, name = label.split("\t")
    return KnownSeller(slug, name, count)
