from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.search.embedded.engine import EmbeddedEngine
from catalog.search.engine import IndexEngine
from catalog.search.retrieval import Searcher
from catalog.search.wordlists import WordListFiles
from tests.support.elastic import drop_elastic, make_elastic

ENGINES = ["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)]


@pytest.fixture(params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[IndexEngine]:
    """An empty index of the test's own, in each engine that is there."""
    if request.param == "embedded":
        yield EmbeddedEngine(tmp_path / "embedded")
        return
    yield make_elastic("contract")
    drop_elastic("contract")


@pytest.fixture
def searcher(index: IndexEngine, tmp_path: Path) -> Searcher:
    return Searcher(index, WordListFiles(tmp_path / "words"))
