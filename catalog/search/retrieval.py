"""Answers the contract from any `IndexEngine`: understands the words, tries their readings, draws facets and hits."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from django.utils import timezone

from catalog.search import cards, facets
from catalog.search.clauses import AllOf, AnyOf, Between, Clause, Match, Unscored
from catalog.search.contract import Facet, Hit, Results, SearchQuery, Sort, Suggestion
from catalog.search.cursors import read_cursor, write_cursor
from catalog.search.engine import Answer, IndexEngine, Order, Request
from catalog.search.geography import communes_by_distance
from catalog.search.highlighting import highlighter
from catalog.search.lexicon import Lexicon
from catalog.search.meaning import Group, Meaning
from catalog.search.ranking import compile_meaning
from catalog.search.suggesting import suggest
from catalog.search.understanding import Understanding
from catalog.search.wordlists import WordListFiles, WordLists
from catalog.search.words import fold_word
from catalog.search.words import words as words_of
from marketplace.kernel import times

MAX_PAGE_SIZE = 100
# Beyond this depth pages are reached by cursor only, in every engine.
DEEPEST = 10_000
# A word that nobody knows makes the engine be asked again for its words, but not more often.
_IMPATIENT_SECONDS = 2.0
_ORDERS = {
    Sort.NEWEST: Order("by_newest"),
    Sort.PRICE_LOW: Order("by_price", is_descending=False),
    Sort.PRICE_HIGH: Order("by_price"),
    Sort.RATING: Order("by_rating"),
    Sort.BESTSELLING: Order("by_sold"),
}


@dataclass(frozen=True, slots=True)
class _Found:
    answer: Answer
    meaning: Meaning
    query: SearchQuery


class Searcher:
    """The contract's `Engine` over one index."""

    def __init__(self, index: IndexEngine, words: WordListFiles) -> None:
        self.index = index
        self.name = index.name
        self._words = words
        self._understanding = Understanding(Lexicon(), WordLists())
        self._checked_at = -index.lexicon_seconds

    def search(self, query: SearchQuery) -> Results:
        started = time.perf_counter()
        found = self._find(query)
        day = times.business_day(timezone.now())
        mark = highlighter(found.meaning)
        hits = tuple(cards.unpack(row.card, day, mark) for row in found.answer.rows)
        return Results(
            hits=hits,
            total=found.answer.total,
            facets=facets.draw(found.answer.counts, found.query),
            did_you_mean=did_you_mean(query.text, found.meaning, hits),
            next_cursor=self._next_cursor(found),
            understood=found.meaning.understood,
            engine=self.name,
            took_ms=round((time.perf_counter() - started) * 1000),
        )

    def suggest(self, text: str, limit: int = 8) -> tuple[Suggestion, ...]:
        return suggest(self.index, self.understanding().lexicon, text, limit)

    def understanding(self) -> Understanding:
        """As of the last few seconds, or minute."""
        if time.monotonic() - self._checked_at >= self.index.lexicon_seconds:
            self._catch_up()
        return self._understanding

    def _catch_up(self) -> bool:
        """Learns what the index and the word lists hold now; False when there was nothing new."""
        now = time.monotonic()
        known, lists, generation = self._understanding, self._words.current(), self.index.generation()
        is_new = not generation or known.lexicon.generation != generation or known.lists is not lists
        if is_new:
            # An engine that cannot say its words raises here, and is asked again the next time.
            self._understanding = Understanding(self.index.read_lexicon(), lists)
        self._checked_at = now
        return is_new

    def _find(self, query: SearchQuery) -> _Found:
        """What was written a moment ago is found by its new words too: they are learned when they are asked for."""
        if not query.text.strip():
            return _Found(self.index.run(_request(query, None)), Meaning(), query)
        asked_at = time.monotonic()
        found = self._first_that_finds(query)
        is_guess = not found.answer.total or any(group.corrects for group in found.meaning.groups)
        if is_guess and self._may_be_behind(asked_at) and self._catch_up():
            return self._first_that_finds(query)
        return found

    def _may_be_behind(self, asked_at: float) -> bool:
        if self.index.written_at > self._checked_at:
            return True
        age = asked_at - self._checked_at
        return age > _IMPATIENT_SECONDS or (age > 0 and bool(self.index.generation()))

    def _first_that_finds(self, query: SearchQuery) -> _Found:
        """The first reading of the words that finds something; else the strictest, which found nothing.

        What the words find and the chosen facets exclude is no reason to read them more loosely.
        """
        first: _Found | None = None
        for meaning in self.understanding().readings(query.text):
            meant, clause = _applied(query, meaning), compile_meaning(meaning)
            request = _request(meant, clause)
            found = _Found(self.index.run(request), meaning, meant)
            if found.answer.total or ((request.filters or request.base) and self._finds(clause)):
                return found
            first = first or found
        return first or _Found(Answer([], 0), Meaning(), query)

    def _finds(self, clause: Clause | None) -> bool:
        return self.index.run(Request(text=clause, limit=1)).total > 0

    def _next_cursor(self, found: _Found) -> str:
        rows = found.answer.rows
        return write_cursor(found.query.sort, rows[-1].position) if rows and found.answer.has_more else ""


def _applied(query: SearchQuery, meaning: Meaning) -> SearchQuery:
    """What was chosen by hand wins over what was understood from the words."""
    plain = SearchQuery()
    changes = {name: value for name, value in meaning.filters if getattr(query, name) == getattr(plain, name)}
    return replace(query, **changes) if changes else query  # type: ignore[arg-type]


def _request(query: SearchQuery, text: Clause | None) -> Request:
    size = max(1, min(query.page_size, MAX_PAGE_SIZE))
    order, text = _order(query, text)
    base = (Match("gift", "1"),) if query.is_gift_set else ()
    return Request(
        text=text,
        base=base,
        filters=facets.conditions(query),
        facets=tuple(Facet) if query.with_facets else (),
        order=order,
        offset=min(max(0, query.page - 1) * size, DEEPEST),
        limit=size,
        after=read_cursor(query.cursor, query.sort) if query.cursor else None,
        month=query.month,
    )


def _order(query: SearchQuery, text: Clause | None) -> tuple[Order, Clause | None]:
    if query.sort in _ORDERS:
        return _ORDERS[query.sort], text
    nearest = communes_by_distance(query.near) if query.sort is Sort.NEAR else ()
    if nearest:
        return Order(), _near(nearest, text)
    return (Order() if text else Order("rank")), text


def _near(nearest: tuple[str, ...], text: Clause | None) -> Clause:
    """Scores by distance alone, the nearest commune highest; goods without a commune come last."""
    by_distance = tuple(Match("commune", code, len(nearest) - place) for place, code in enumerate(nearest))
    return AllOf((Unscored(text or Between("rank", 0)),), (AnyOf(by_distance),))


def did_you_mean(text: str, meaning: Meaning, hits: tuple[Hit, ...]) -> str:
    """The query with its corrected words as the first hit writes them; "" when nothing was corrected."""
    if not hits or not any(group.corrects for group in meaning.groups):
        return ""
    found = {fold_word(word): word for word in words_of(f"{hits[0].title_en} {hits[0].title}")}
    typed = words_of(text)
    corrections = {group.corrects: _written(group, found) for group in meaning.groups if group.corrects}
    meant = [corrections.get(word) or word for word in typed]
    return " ".join(meant) if meant != typed else ""


def _written(group: Group, found: dict[str, str]) -> str:
    """The correction that the first hit bears out; where the word itself is among the readings, only such a one."""
    for alternative in group.alternatives:
        if alternative.words[0].folded in found:
            return found[alternative.words[0].folded] if alternative.written else ""
    return group.alternatives[0].written if group.alternatives else ""
