"""The one door to search: `search`, `suggest`. Pages, the API and the blocks of the site come in here.

With a cluster, Elasticsearch answers; when it is slow or down the embedded engine does, the log says so and
`fallbacks()` counts it. Answers are kept for as long as the index does not change.
"""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import TypeVar

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from catalog.search import engines
from catalog.search.breaker import Breaker
from catalog.search.contract import Results, SearchQuery, Suggestion
from catalog.search.engine import EngineUnavailable
from catalog.search.retrieval import Searcher
from catalog.search.wordlists import WordListFiles
from marketplace.kernel import times

logger = logging.getLogger(__name__)

_KEPT_ANSWERS = 512
# An answer may be this old at most, whatever the index says: the word lists may have changed.
_KEPT_SECONDS = 10.0

Value = TypeVar("Value")


def search(query: SearchQuery) -> Results:
    """Never raises: while there is no index there are no hits, and `engine` is "none"."""
    generation = engines.embedded().generation()
    key = (query, generation, get_language(), times.business_day(timezone.now()))
    kept = _answers.find(key) if generation else None
    if kept is None:
        kept = _ask(lambda searcher: searcher.search(query), Results(hits=(), total=0, engine="none"))
        if generation and kept.engine == _expected_engine():
            _answers.keep(key, kept)
    return kept


def suggest(text: str, limit: int = 8) -> tuple[Suggestion, ...]:
    return _ask(lambda searcher: searcher.suggest(text, limit), ())


def fallbacks() -> int:
    """How many questions of this process the embedded engine answered because Elasticsearch did not."""
    return _fallen.count


def _ask(question: Callable[[Searcher], Value], nothing: Value) -> Value:
    primary = _elastic()
    if primary and _breaker.may_try():
        try:
            answer = question(primary)
        except EngineUnavailable as error:
            _breaker.failed()
            logger.warning("Elasticsearch did not answer, the embedded engine does: %s", error.details)
        else:
            _breaker.succeeded()
            return answer
    if primary:
        _fallen.add()
    try:
        return question(_embedded())
    except EngineUnavailable:
        logger.warning("There is no search index yet; the indexer builds it.")
        return nothing


class _Counter:
    def __init__(self) -> None:
        self.count = 0
        self._lock = Lock()

    def add(self) -> None:
        with self._lock:
            self.count += 1


class _Answers:
    """The last answers of this process, each for one state of the index."""

    def __init__(self) -> None:
        self._kept: OrderedDict[object, tuple[float, Results]] = OrderedDict()
        self._lock = Lock()

    def find(self, key: object) -> Results | None:
        with self._lock:
            until, results = self._kept.get(key, (0.0, None))
            return results if until > time.monotonic() else None

    def keep(self, key: object, results: Results) -> None:
        with self._lock:
            self._kept[key] = (time.monotonic() + _KEPT_SECONDS, results)
            while len(self._kept) > _KEPT_ANSWERS:
                self._kept.popitem(last=False)


_breaker = Breaker()
_fallen = _Counter()
_answers = _Answers()


def _expected_engine() -> str:
    return "elasticsearch" if settings.ELASTICSEARCH_URL else "embedded"


@cache
def _embedded() -> Searcher:
    return Searcher(engines.embedded(), _word_lists())


@cache
def _elastic() -> Searcher | None:
    index = engines.elastic()
    return Searcher(index, _word_lists()) if index else None


@cache
def _word_lists() -> WordListFiles:
    return WordListFiles(settings.SEARCH_FOLDER / "words")
