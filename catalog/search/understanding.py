"""What shoppers mean by what they type; both engines search with the answer."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.search.lexicon import Lexicon
from catalog.search.meaning import Alternative, Group, Meaning, Word
from catalog.search.words import fold_word, words

# Longer than any name; what is beyond is cut.
MAX_CHARACTERS = 200
MAX_WORDS = 16


def readings(text: str, lexicon: Lexicon) -> Iterator[Meaning]:
    """From the strictest reading to the loosest; the first that finds something is the answer."""
    typed = words(text[:MAX_CHARACTERS])[:MAX_WORDS]
    yield Meaning(tuple(_group(word, lexicon) for word in typed))


def _group(word: str, lexicon: Lexicon) -> Group:
    return Group((Alternative((Word(fold_word(word), word if word in lexicon.words else ""),), written=word),))
