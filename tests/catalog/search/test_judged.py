"""The judged sets: what is expected is among the first three, for so many of a hundred queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pytest
from django.conf import settings
from django.db import transaction

from catalog.search.contract import Hit, Results, SearchQuery
from catalog.search.embedded.engine import EmbeddedEngine
from catalog.search.engine import IndexEngine
from catalog.search.rebuild import rebuild
from catalog.search.retrieval import Searcher
from catalog.search.wordlists import WordListFiles
from tests.support.elastic import drop_elastic, make_elastic
from tests.support.judged import category_path, judged_queries, load_products

pytestmark = pytest.mark.django_db

SETS = ("search_queries.csv", "search_queries_more.csv")
_FIRST = 3


@pytest.fixture(scope="module")
def searchers(django_db_setup, django_db_blocker, tmp_path_factory) -> dict[str, Searcher]:
    """The same catalogue in every engine that is there."""
    words = WordListFiles(tmp_path_factory.mktemp("words"))
    indexes: list[IndexEngine] = [EmbeddedEngine(tmp_path_factory.mktemp("judged"))]
    if settings.ELASTICSEARCH_URL:
        indexes.append(make_elastic("judged"))
    with django_db_blocker.unblock(), transaction.atomic():
        load_products()
        for index in indexes:
            rebuild(index)
        transaction.set_rollback(True)
    yield {index.name: Searcher(index, words) for index in indexes}
    drop_elastic("judged")


@pytest.mark.parametrize("filename", SETS)
def test_embedded_finds_at_least_nine_of_ten(searchers, filename, capsys):
    assert _share(searchers["embedded"], filename, capsys) >= 0.90


@pytest.mark.elasticsearch
@pytest.mark.parametrize("filename", SETS)
def test_elasticsearch_finds_at_least_nineteen_of_twenty(searchers, filename, capsys):
    assert _share(searchers["elasticsearch"], filename, capsys) >= 0.95


def _share(searcher: Searcher, filename: str, capsys) -> float:
    table: dict[str, list[bool]] = defaultdict(list)
    missed = []
    for judged in judged_queries(filename):
        results = searcher.search(SearchQuery(text=judged.query, month=11))
        is_found = _is_found(judged.expected, results)
        table[judged.kind].append(is_found)
        if not is_found:
            missed.append((judged, [hit.title for hit in results.hits[:_FIRST]], results.understood))
    found = sum(map(sum, table.values()))
    total = sum(map(len, table.values()))
    with capsys.disabled():
        _print_table(f"{searcher.name}: {filename}", table, found, total, missed)
    return found / total


def _print_table(name: str, table: dict[str, list[bool]], found: int, total: int, missed: Iterable) -> None:
    print(f"\n{name}: {found}/{total}")  # noqa: T201
    for kind, answers in table.items():
        print(f"  {kind:24} {sum(answers):3}/{len(answers)}")  # noqa: T201
    for judged, titles, understood in missed:
        print(f"  missed {judged.query!r} ({judged.kind}): wanted {judged.expected!r}, got {titles} {understood}")  # noqa: T201


def _is_found(expected: str, results: Results) -> bool:
    if expected == "none":
        return results.total == 0
    return bool(results.hits) and all(_holds(part.strip(), results) for part in expected.split(" + "))


def _holds(expected: str, results: Results) -> bool:
    first = results.hits[:_FIRST]
    if expected.startswith("cat:"):
        path = category_path(expected.removeprefix("cat:"))
        return any(hit.category == path or hit.category.startswith(path + "/") for hit in first)
    if expected.startswith("filter:"):
        wanted = expected.removeprefix("filter:").split("|")
        return all(any(_passes(condition, hit, results) for condition in wanted) for hit in first)
    return any(hit.title == expected for hit in first)


def _passes(condition: str, hit: Hit, results: Results) -> bool:
    understood = dict(results.understood)
    if condition == "gift_set":
        return "gift_set" in understood
    if condition.startswith("season:"):
        months = {int(month) for month in condition.removeprefix("season:").split(",")}
        return any(hit.season_months >> (month - 1) & 1 for month in months)
    if condition.startswith("ocop="):
        return hit.ocop_stars == int(condition.removeprefix("ocop="))
    if condition.startswith("price<="):
        return hit.price <= int(condition.removeprefix("price<="))
    if condition.startswith("unit="):
        return f"{hit.content_amount}{hit.content_unit.lower()}" == condition.removeprefix("unit=") or (
            hit.sale_unit == "KG"
        )
    raise AssertionError(condition)
