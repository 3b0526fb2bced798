"""Words that the catalogue does not have, read as words that it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalog.search.lexicon import Lexicon
from catalog.search.words import fold_word, is_plain

# Sounds that speech and hurried writing exchange, at the beginning and at the end of a syllable; both directions.
_INITIALS = (("l", "n"), ("s", "x"), ("ch", "tr"), ("d", "gi"), ("r", "gi"), ("d", "r"), ("c", "k"), ("g", "gh"),
             ("ng", "ngh"))  # fmt: skip
_FINALS = (("c", "t"), ("n", "ng"), ("n", "nh"), ("i", "y"))
_ENDINGS = (("es", ""), ("s", ""), ("", "s"), ("", "es"))
_SYLLABLE = re.compile(
    "^(b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?"
    "(a[iouy]?|e[ou]?|i(a|eu?|u)?|o(a[ioy]?|eo?|i|o)?|u(a[iy]?|e|i|o[iu]?|u|y[aeu]?)?|y(eu?)?)(ch?|m|n[gh]?|p|t)?$"
)
_MOST_PIECES = 4
_MOST_CORRECTIONS = 5


class Spelling:
    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._words = tuple(lexicon.forms)
        self.near = lru_cache(maxsize=4_096)(self._near)
        self.pieces = lru_cache(maxsize=4_096)(self._pieces)

    def _near(self, word: str) -> tuple[str, ...]:
        """Words of the catalogue, folded, that may have been meant by one that fits nothing; the likeliest first.

        What is a syllable was hardly typed by a slip of the finger: then only sounds that are exchanged in speech
        and a letter forgotten at the end count, with the marks as they were typed. Otherwise a dog ("chó") would
        become vermicelli.
        """
        folded = fold_word(word)
        found = {fold_word(slip): None for slip in sorted(_slips(word), key=self._count) if self._has(slip)}
        if _SYLLABLE.match(folded):
            found |= dict.fromkeys(self._completions(word))
        else:
            found |= dict.fromkeys(self._corrections(folded))
        found.pop(folded, None)
        return tuple(found)[:_MOST_CORRECTIONS]

    def _has(self, word: str) -> bool:
        return self._lexicon.knows(word) if is_plain(word) else word in self._lexicon.words

    def _count(self, word: str) -> int:
        return -self._lexicon.frequency(fold_word(word))

    def _completions(self, word: str) -> list[str]:
        """`nế` -> nếp."""
        known = self._lexicon.forms if is_plain(word) else self._lexicon.words
        longer = {fold_word(other) for other in known if len(other) == len(word) + 1 and other.startswith(word)}
        return sorted(longer, key=self._count)

    def _corrections(self, folded: str) -> list[str]:
        """Known words one slip of the finger away, or two in a long word, the nearest and commonest first.

        The first letter is rarely wrong and keeps brands ("iphone") from becoming places ("Phong").
        """
        if len(folded) < 2 or not folded.isalpha():
            return []
        reach = 2 if len(folded) >= 7 else 1
        found = process.extract(folded, self._words, scorer=OSA.distance, score_cutoff=reach, limit=40)
        near = [(distance, word) for word, distance, _index in found if word[0] == folded[0] and word.isalpha()]
        near.sort(key=lambda pair: (pair[0], self._count(pair[1]), pair[1]))
        return [word for _distance, word in near]

    def _pieces(self, folded: str) -> tuple[str, ...]:
        """`vietcuong` -> viet, cuong: the fewest known words that it is made of; empty when it is not."""
        if _SYLLABLE.match(folded):
            return ()
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


def _slips(word: str) -> Iterator[str]:
    """`lếp` -> nếp, `việc` -> việt, `mushrooms` -> mushroom."""
    for one, other in _INITIALS:
        for old, new in ((one, other), (other, one)):
            if word.startswith(old):
                yield new + word[len(old) :]
    for one, other in _FINALS:
        for old, new in ((one, other), (other, one)):
            if word.endswith(old) and len(word) > len(old):
                yield word[: len(word) - len(old)] + new
    if is_plain(word) and len(word) > 3:
        yield from (word[: len(word) - len(old)] + new for old, new in _ENDINGS if word.endswith(old))
