"""Marks the words of a title that the query found."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from catalog.search.meaning import Meaning
from catalog.search.words import fold_word, place_tones
from marketplace.kernel.text import normalise

START, END = "\x02", "\x03"
_WORD = re.compile(r"[^\W_]+")


def highlighter(meaning: Meaning) -> Callable[[str], str]:
    """Answers a title with matches between START and END, or "" when none of its words is one."""
    wanted = frozenset(word.folded for group in meaning.groups for a in group.alternatives for word in a.words)

    def highlight(title: str) -> str:
        marked = _WORD.sub(lambda found: _marked(found[0], wanted), title)
        return marked.replace(f"{END} {START}", " ") if START in marked else ""

    return highlight if wanted else lambda title: ""


def _marked(word: str, wanted: frozenset[str]) -> str:
    return f"{START}{word}{END}" if _folded(word) in wanted else word


@lru_cache(maxsize=20_000)
def _folded(word: str) -> str:
    return fold_word(place_tones(normalise(word)))
