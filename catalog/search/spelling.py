"""Words that the catalogue does not have, read as words that it has."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalog.search.lexicon import Lexicon
from catalog.search.words import fold_word

# Sounds that northern speech and hurried writing exchange; both directions.
_SLIPS = (("l", "n"), ("s", "x"), ("ch", "tr"), ("d", "gi"), ("r", "gi"), ("d", "r"), ("c", "k"), ("g", "gh"),
          ("ng", "ngh"), ("i", "y"))  # fmt: skip
_ENDINGS = (("es", ""), ("s", ""), ("", "s"), ("", "es"))
_MOST_PIECES = 4
_MOST_CORRECTIONS = 5


class Spelling:
    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._words = tuple(lexicon.forms)
        self.corrections = lru_cache(maxsize=4_096)(self._corrections)
        self.pieces = lru_cache(maxsize=4_096)(self._pieces)

    def slip(self, folded: str) -> str:
        """`lep` -> nep: the commonest word with one of the exchanged sounds at its beginning, or a plural's end."""
        candidates = [word for word in (*_exchanged(folded), *_inflected(folded)) if self._lexicon.knows(word)]
        return max(candidates, key=self._lexicon.frequency, default="")

    def _corrections(self, folded: str) -> tuple[str, ...]:
        """Known words one slip of the finger away, or two in a long word, the nearest and commonest first.

        The first letter is rarely wrong and keeps brands ("iphone") from becoming places ("Phong").
        """
        if len(folded) < 2 or folded.isdigit():
            return ()
        reach = 2 if len(folded) >= 7 else 1
        found = process.extract(folded, self._words, scorer=OSA.distance, score_cutoff=reach, limit=40)
        near = [(distance, word) for word, distance, _index in found if _may_be(folded, word)]
        near.sort(key=lambda pair: (pair[0], -self._lexicon.frequency(pair[1]), pair[1]))
        return tuple(word for _distance, word in near[:_MOST_CORRECTIONS])

    def _pieces(self, folded: str) -> tuple[str, ...]:
        """`vietcuong` -> viet, cuong: the fewest known words that it is made of; empty when it is not."""
        best: list[tuple[int, float, tuple[str, ...]] | None] = [(0, 0.0, ())] + [None] * len(folded)
        for end in range(2, len(folded) + 1):
            for start in range(max(0, end - 8), end - 1):
                before, piece = best[start], folded[start:end]
                if before is None or len(before[2]) >= _MOST_PIECES or not self._is_piece(piece):
                    continue
                option = (before[0] + 1, before[1] - min(self._lexicon.frequency(piece), 50), (*before[2], piece))
                if best[end] is None or option < best[end]:  # type: ignore[operator]
                    best[end] = option
        whole = best[-1]
        return whole[2] if whole and len(whole[2]) > 1 else ()

    def _is_piece(self, piece: str) -> bool:
        return piece.isalpha() and self._lexicon.knows(piece)


def _may_be(typed: str, word: str) -> bool:
    return word[0] == typed[0] and not word.isdigit() and (len(typed) > 2 or len(word) > len(typed))


def _exchanged(folded: str) -> Iterator[str]:
    for one, other in _SLIPS:
        for old, new in ((one, other), (other, one)):
            if folded.startswith(old):
                yield fold_word(new + folded[len(old) :])


def _inflected(folded: str) -> Iterator[str]:
    for ending, other in _ENDINGS:
        if folded.endswith(ending) and len(folded) > 3:
            yield folded[: len(folded) - len(ending)] + other
