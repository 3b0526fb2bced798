"""Marks the words of a title that the query found."""

from __future__ import annotations

import re

from catalog.search.meaning import Meaning
from catalog.search.words import fold_word, place_tones
from marketplace.kernel.text import normalise

START, END = "\x02", "\x03"
_WORD = re.compile(r"[^\W_]+")


def highlight(title: str, meaning: Meaning) -> str:
    """The title with matches between START and END, or "" when none of its words is one."""
    wanted = {word.folded for group in meaning.groups for a in group.alternatives for word in a.words}
    marked = _WORD.sub(lambda found: _marked(found[0], wanted), title)
    return marked.replace(f"{END} {START}", " ") if START in marked else ""


def _marked(word: str, wanted: set[str]) -> str:
    return f"{START}{word}{END}" if fold_word(place_tones(normalise(word))) in wanted else word
