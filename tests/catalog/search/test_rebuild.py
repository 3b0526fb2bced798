from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from catalog.search import documents, engines
from catalog.search import rebuild as rebuilding
from catalog.search.rebuild import RebuildRunning, rebuild
from marketplace.kernel import times
from tests.catalog.search.test_contract import ask, titles, write
from tests.support.elastic import drop_elastic, make_elastic
from tests.support.goods import make_product
from tests.support.shelf import make_shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf():
    return make_shelf()


@pytest.fixture
def one_by_one(monkeypatch):
    monkeypatch.setattr(rebuilding, "BATCH", 1)


class TestRebuild:
    def test_reads_from_the_old_index_until_the_new_one_is_full(self, index, searcher, shelf, one_by_one):
        rebuild(index)
        seen = []
        make_product(shelf.lan, "Chè đinh")

        assert rebuild(index, progress=lambda done: seen.append((done, ask(searcher).total))) == 7

        assert seen == [(done, 6) for done in range(1, 8)]
        assert ask(searcher).total == 7

    def test_takes_what_is_written_while_it_runs(self, index, searcher, shelf, one_by_one):
        rebuild(index)

        def interfere(done: int) -> None:
            if done == 3:
                shelf.hook_tea.title = "Chè móc câu mới"
                shelf.hook_tea.save()
                shelf.rice.is_public = False
                shelf.rice.save()
                shelf.pomelo.is_public = False
                shelf.pomelo.save()
                write(index, shelf.hook_tea, shelf.rice, shelf.pomelo)

        rebuild(index, progress=interfere)

        assert titles(ask(searcher, "móc câu")) == ["Chè móc câu mới"]
        assert ask(searcher).total == 4

    def test_goes_on_where_it_was_killed(self, index, searcher, shelf, one_by_one):
        class Killed(Exception):
            pass

        def kill(done: int) -> None:
            if done == 4:
                raise Killed

        rebuild(index)
        with pytest.raises(Killed):
            rebuild(index, progress=kill)
        shelf.hook_tea.title = "Chè móc câu mới"
        shelf.hook_tea.save()
        write(index, shelf.hook_tea)
        seen: list[int] = []

        assert rebuild(index, resume=True, progress=seen.append) == 6

        assert seen == [5, 6]
        assert (ask(searcher).total, titles(ask(searcher, "móc câu"))) == (6, ["Chè móc câu mới"])

    def test_begins_anew_without_resume(self, index, searcher, shelf, one_by_one):
        index.begin_rebuild()
        seen: list[int] = []
        rebuild(index, progress=seen.append)

        assert seen == [1, 2, 3, 4, 5, 6]

    def test_only_one_at_a_time(self, index, shelf):
        def again(done: int) -> None:
            with pytest.raises(RebuildRunning):
                rebuild(index)

        assert rebuild(index, progress=again) == 6

    def test_an_index_of_an_older_version_is_missing(self, index, shelf):
        assert index.needs_rebuild()
        rebuild(index)
        assert not index.needs_rebuild()


@pytest.mark.elasticsearch
def test_a_product_that_went_after_its_batch_was_read_does_not_come_back(shelf):
    """The rebuild has read it, the indexer removes it, then the rebuild writes what it read."""
    elastic = make_elastic("gone")
    rebuild(elastic)
    elastic.begin_rebuild()
    read = documents.build([shelf.honey.pk], times.business_day(timezone.now()))
    elastic.write([], [shelf.honey.pk])
    elastic.fill(read, shelf.honey.pk)
    elastic.finish_rebuild()

    assert elastic.count() == 0
    drop_elastic("gone")


class TestCommand:
    def test_builds_the_configured_engines(self, shelf):
        call_command("rebuild_index", engine="embedded")

        assert engines.embedded().count() >= 6

    def test_names_what_is_not_configured(self, settings):
        settings.ELASTICSEARCH_URL = ""
        engines.elastic.cache_clear()
        with pytest.raises(CommandError, match="ELASTICSEARCH_URL"):
            call_command("rebuild_index", engine="elasticsearch")
        engines.elastic.cache_clear()
