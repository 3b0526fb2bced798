from __future__ import annotations

import pytest
from django.utils import translation

from catalog.search import engines, service
from catalog.search.contract import Facet, SearchQuery
from catalog.search.indexer import Indexer
from tests.support.goods import make_product
from tests.support.shelf import make_shelf

pytestmark = pytest.mark.django_db
NOVEMBER = SearchQuery(month=11)


@pytest.fixture
def fresh(settings, tmp_path):
    """A service that starts in this test: with a folder of its own and without a cluster."""
    settings.SEARCH_FOLDER, settings.ELASTICSEARCH_URL = tmp_path, ""
    yield from _restarted()


@pytest.fixture
def unreachable(settings, tmp_path):
    """As `fresh`, with a cluster that nobody answers for."""
    settings.SEARCH_FOLDER, settings.ELASTICSEARCH_URL = tmp_path, "http://127.0.0.1:9"
    yield from _restarted()


def _restarted():
    caches = (engines.embedded, engines.elastic, service._embedded, service._elastic, service._word_lists)
    for cached in caches:
        cached.cache_clear()
    service._answers._kept.clear()
    service._breaker.succeeded()
    yield
    for cached in caches:
        cached.cache_clear()
    service._breaker.succeeded()


@pytest.fixture
def shelf():
    return make_shelf()


class TestWithoutAnIndex:
    def test_there_are_no_hits_and_it_is_said(self, fresh):
        results = service.search(NOVEMBER)

        assert (results.total, results.hits, results.engine) == (0, (), "none")
        assert service.suggest("chè") == ()

    def test_nothing_of_it_is_kept(self, fresh, shelf):
        service.search(NOVEMBER)
        Indexer().catch_up()

        assert service.search(NOVEMBER).total == 6


class TestAnswers:
    def test_ask_the_database_nothing(self, fresh, shelf, django_assert_num_queries):
        Indexer().catch_up()
        with django_assert_num_queries(0):
            service.search(SearchQuery(text="chè tân cương", month=11))
            service.search(NOVEMBER)
            service.suggest("che")

    def test_are_kept_until_the_index_changes(self, fresh, shelf):
        Indexer().catch_up()
        first = service.search(NOVEMBER)
        assert service.search(NOVEMBER) is first
        make_product(shelf.lan, "Chè đinh")
        assert service.search(NOVEMBER) is first
        Indexer().catch_up()

        assert service.search(NOVEMBER).total == 7

    def test_are_kept_apart_by_language(self, fresh, shelf):
        Indexer().catch_up()
        service.search(NOVEMBER)
        with translation.override("en"):
            labels = [value.label for value in service.search(NOVEMBER).facets[Facet.CATEGORY]]

        assert "Green tea" in labels


class TestFallback:
    def test_the_embedded_engine_answers_for_a_cluster_that_does_not(self, unreachable, shelf, caplog):
        Indexer([engines.embedded()]).catch_up()
        before = service.fallbacks()

        results = service.search(NOVEMBER)

        assert (results.total, results.engine) == (6, "embedded")
        assert service.fallbacks() == before + 1
        assert "Elasticsearch did not answer" in caplog.text

    def test_after_three_failures_the_cluster_is_left_alone(self, unreachable, shelf, caplog):
        Indexer([engines.embedded()]).catch_up()
        for text in ("chè", "trà", "gạo", "mật ong", "bưởi"):
            service.search(SearchQuery(text=text, month=11))

        assert caplog.text.count("Elasticsearch did not answer") == 3
        assert service.fallbacks() >= 5
