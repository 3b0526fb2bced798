"""Suggestions while one types: products from the index, categories and sellers from what the index knows."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.utils.translation import get_language

from catalog.search.clauses import AllOf, AnyOf, Clause, Match, Prefix
from catalog.search.contract import Suggestion
from catalog.search.engine import IndexEngine, Request
from catalog.search.lexicon import Lexicon
from catalog.search.words import folded_words

_MAX_CHARACTERS = 80
_MOST_OF_A_KIND = 3


def suggest(index: IndexEngine, lexicon: Lexicon, text: str, limit: int) -> tuple[Suggestion, ...]:
    typed = folded_words(text[:_MAX_CHARACTERS])[:8]
    if not typed or limit < 1:
        return ()
    others = [*_categories(lexicon, typed), *_sellers(lexicon, typed)]
    products = list(_products(index, typed, limit))
    room = max(limit - len(others), limit - 2 * _MOST_OF_A_KIND, 1)
    return tuple([*products[:room], *others, *products[room:]][:limit])


def _products(index: IndexEngine, typed: list[str], limit: int) -> Iterator[Suggestion]:
    answer = index.run(Request(text=_clause(typed), limit=min(limit, 20)))
    seen = set()
    for row in answer.rows:
        facts = json.loads(row.card)
        if facts[2] not in seen:
            seen.add(facts[2])
            yield Suggestion("product", facts[2], str(facts[0]), facts[1], facts[17])


def _clause(typed: list[str]) -> Clause:
    *whole, last = typed
    parts: list[Clause] = [AnyOf((Match("name", w, 10), Match("alias", w, 6), Match("about", w, 3))) for w in whole]
    parts.append(AnyOf((Prefix("name", last, 8), Prefix("alias", last, 5), Match("name", last, 10))))
    first: Clause = Match("first", typed[0], 4) if whole else Prefix("first", last, 4)
    return AllOf(tuple(parts), (first,))


def _categories(lexicon: Lexicon, typed: list[str]) -> list[Suggestion]:
    english = (get_language() or "vi").startswith("en")
    found = [
        Suggestion("category", c.name_en if english else c.name, c.path)
        for c in sorted(lexicon.categories, key=lambda c: (-c.count, c.path))
        if _begins(c.name, typed) or _begins(c.name_en, typed)
    ]
    return found[:_MOST_OF_A_KIND]


def _sellers(lexicon: Lexicon, typed: list[str]) -> list[Suggestion]:
    found = [
        Suggestion("seller", seller.name, seller.slug, seller.slug)
        for seller in sorted(lexicon.sellers, key=lambda s: (-s.count, s.slug))
        if _begins(seller.name, typed)
    ]
    return found[:_MOST_OF_A_KIND]


def _begins(name: str, typed: list[str]) -> bool:
    """The typed words stand in the name one after the other; the last may be unfinished."""
    names = folded_words(name)
    *whole, last = typed
    return any(
        names[start : start + len(whole)] == whole
        and start + len(whole) < len(names)
        and names[start + len(whole)].startswith(last)
        for start in range(len(names))
    )
