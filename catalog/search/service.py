"""The one door to search: `search`, `suggest`. Pages, the API and the blocks of the site come in here."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from catalog.search.contract import Results, SearchQuery, Suggestion
from catalog.search.embedded.engine import EmbeddedEngine
from catalog.search.engine import EngineUnavailable
from catalog.search.retrieval import Searcher
from catalog.search.wordlists import WordListFiles


def search(query: SearchQuery) -> Results:
    """Never raises: without an index there are no hits, and `engine` is "none"."""
    try:
        return _embedded().search(query)
    except EngineUnavailable:
        return Results(hits=(), total=0, engine="none")


def suggest(text: str, limit: int = 8) -> tuple[Suggestion, ...]:
    try:
        return _embedded().suggest(text, limit)
    except EngineUnavailable:
        return ()


@cache
def embedded() -> EmbeddedEngine:
    return EmbeddedEngine(settings.SEARCH_FOLDER / "embedded")


@cache
def _embedded() -> Searcher:
    return Searcher(embedded(), word_lists())


@cache
def word_lists() -> WordListFiles:
    return WordListFiles(settings.SEARCH_FOLDER / "words")
