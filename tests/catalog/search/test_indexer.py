"""Nothing that was committed is lost, whatever dies and whenever."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from catalog.models import IndexTask, Product
from catalog.search import documents
from catalog.search.contract import SearchQuery
from catalog.search.elastic import ElasticEngine
from catalog.search.embedded.engine import EmbeddedEngine
from catalog.search.engine import EngineUnavailable
from catalog.search.indexer import Indexer, lag, pending
from catalog.search.rebuild import rebuild
from catalog.search.retrieval import Searcher
from catalog.search.wordlists import WordListFiles
from sellers.models import StockRecord
from tests.support.cable import Cable
from tests.support.elastic import drop_elastic, make_elastic
from tests.support.goods import make_product
from tests.support.shelf import make_pack, make_shelf

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


class Failing(EmbeddedEngine):
    """An engine that is down, or dies just after it has written."""

    def __init__(self, root, *, name: str = "failing", dies: bool = False) -> None:
        super().__init__(root)
        self.name = name
        self.is_down = not dies
        self.dies = dies

    def write(self, found, removed) -> None:
        if self.is_down:
            raise EngineUnavailable(reason="down")
        super().write(found, removed)
        if self.dies:
            raise KeyboardInterrupt


@pytest.fixture
def engine(tmp_path):
    return EmbeddedEngine(tmp_path / "embedded")


@pytest.fixture
def shelf():
    return make_shelf()


def total(engine, tmp_path, **wishes) -> int:
    return Searcher(engine, WordListFiles(tmp_path)).search(SearchQuery(month=11, **wishes)).total


class TestCatchUp:
    def test_builds_what_is_missing_then_carries_what_waits(self, engine, shelf, tmp_path):
        Indexer([engine]).catch_up()

        assert (total(engine, tmp_path), pending()) == (6, 0)

    def test_carries_changes_and_removals(self, engine, shelf, tmp_path):
        indexer = Indexer([engine])
        indexer.catch_up()
        StockRecord.objects.get(product=shelf.hook_tea).delete()
        shelf.honey.title = "Mật ong bạc hà"
        shelf.honey.save()

        assert indexer.catch_up() == 2

        assert (total(engine, tmp_path), total(engine, tmp_path, text="bạc hà")) == (5, 1)

    def test_a_pack_carries_its_parent(self, engine, shelf, tmp_path):
        indexer = Indexer([engine])
        indexer.catch_up()
        pack = make_pack(shelf.honey, 200, price=1_000)
        indexer.catch_up()
        Product.objects.filter(pk=shelf.honey.pk).update(structure="parent")
        StockRecord.objects.get(product=pack).save()
        indexer.catch_up()

        assert total(engine, tmp_path, price_max=1_000) == 1

    def test_queries_are_as_many_for_one_product_as_for_three(self, engine, shelf, django_assert_num_queries):
        indexer = Indexer([engine])
        indexer.catch_up()
        for products in ([shelf.honey], [shelf.honey, shelf.rice, shelf.pomelo]):
            for product in products:
                product.save()
            with django_assert_num_queries(9 if connection.vendor == "sqlite" else 12):
                indexer.take_batch()

    def test_the_lag_is_the_age_of_the_oldest_change_that_waits(self, engine, shelf):
        now = timezone.now()
        assert lag(now + timedelta(minutes=1)) >= timedelta(minutes=1)
        Indexer([engine]).catch_up()

        assert lag(now) == timedelta()


class TestFailures:
    def test_a_death_between_the_index_and_the_outbox_repeats_the_work(self, shelf, tmp_path):
        dying = Failing(tmp_path / "embedded", dies=True)
        rebuild(dying)
        with pytest.raises(KeyboardInterrupt):
            Indexer([dying]).take_batch()

        assert pending() > 0
        Indexer([EmbeddedEngine(tmp_path / "embedded")]).catch_up()
        assert (total(dying, tmp_path), pending()) == (6, 0)

    def test_an_engine_that_is_down_holds_no_other_up_and_loses_nothing(self, engine, shelf, tmp_path):
        down = Failing(tmp_path / "down")
        rebuild(down)
        rebuild(engine)
        make_product(shelf.lan, "Chè đinh")
        indexer = Indexer([down, engine], pause_seconds=0)
        indexer.take_batch()

        assert total(engine, tmp_path, text="chè đinh") == 1
        assert set(IndexTask.objects.values_list("taken_by", flat=True)) == {"embedded"}
        down.is_down = False
        indexer.catch_up()
        assert (total(down, tmp_path, text="chè đinh"), pending()) == (1, 0)

    def test_an_engine_that_rests_is_left_alone(self, shelf, tmp_path):
        down = Failing(tmp_path / "down")
        rebuild(down)
        indexer = Indexer([down], pause_seconds=60)

        assert (indexer.take_batch(), indexer.take_batch()) == (0, 0)
        assert pending() > 0


class TestSweep:
    def test_a_certificate_that_lapsed_since_is_written_again(self, engine, shelf, tmp_path):
        shelf.hook_tea.certificates.update(expires_on=timezone.now().date() - timedelta(days=3))
        with engine.writing():
            engine.folder.begin()
        stale = documents.build([shelf.hook_tea.pk], timezone.now().date() - timedelta(days=10))
        engine.begin_rebuild()
        engine.fill(stale, shelf.hook_tea.pk)
        engine.finish_rebuild()
        IndexTask.objects.all().delete()
        assert total(engine, tmp_path, ocop=(5,)) == 1

        indexer = Indexer([engine])
        indexer.sweep()
        indexer.catch_up()

        assert total(engine, tmp_path, ocop=(5,)) == 0


@pytest.mark.elasticsearch
class TestElasticsearchThatGoesAway:
    @pytest.fixture
    def elastic(self):
        yield make_elastic("cable")
        drop_elastic("cable")

    @pytest.fixture
    def cable(self):
        cable = Cable(settings.ELASTICSEARCH_URL)
        yield cable
        cable.close()

    @pytest.mark.parametrize("cut_after_bytes", [1, 3_000, 60_000])
    def test_loses_nothing_when_it_dies_in_the_middle_of_a_batch(
        self, elastic, cable, engine, shelf, tmp_path, cut_after_bytes
    ):
        rebuild(elastic)
        rebuild(engine)
        behind = ElasticEngine(cable.url, elastic.alias.split("-products")[0], 5)
        indexer = Indexer([behind, engine], pause_seconds=0)
        for number in range(60):
            make_product(shelf.lan, f"Chè số {number}")
        cable.cut_after_bytes = cut_after_bytes
        indexer.take_batch()

        assert total(engine, tmp_path) == 66
        assert pending() > 0
        cable.mend()
        indexer.catch_up()
        assert (elastic.count(), pending()) == (66, 0)

    def test_refuses_while_it_is_away(self, cable):
        cable.cut()
        with pytest.raises(EngineUnavailable):
            ElasticEngine(cable.url, "nowhere", 1).needs_rebuild()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestProcessThatIsKilled:
    def test_kill_9_at_any_moment_loses_no_change(self, shelf, tmp_path):
        chance = random.Random(7)
        products = list(Product.objects.all())
        for life in range(4):
            process = _start_indexer(tmp_path)
            until = time.monotonic() + 2.5 + chance.random() * 2
            while time.monotonic() < until:
                product = chance.choice(products)
                product.title = f"Chè lần {life} {chance.random():.4f}"
                product.save()
                time.sleep(chance.random() / 50)
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        engine = EmbeddedEngine(tmp_path / "search" / "embedded")
        Indexer([engine]).catch_up()

        hits = Searcher(engine, WordListFiles(tmp_path)).search(SearchQuery(month=11)).hits
        assert {hit.id: hit.title for hit in hits} == dict(Product.objects.values_list("pk", "title"))
        assert pending() == 0

    def test_stops_cleanly_when_told_to(self, shelf, tmp_path):
        process = _start_indexer(tmp_path)
        deadline = time.monotonic() + 30
        while pending() and time.monotonic() < deadline:
            time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        output, _ = process.communicate(timeout=20)

        assert process.returncode == 0
        assert "indexer: stopped" in output
        assert pending() == 0


def _start_indexer(folder) -> subprocess.Popen[str]:
    database = settings.DATABASES["default"]
    url = (
        f"postgresql://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT'] or 5432}"
        f"/{connection.settings_dict['NAME']}"
    )
    env = os.environ | {
        "DATABASE_URL": url,
        "MARKET_VAR": str(folder),
        "ELASTICSEARCH_URL": "",
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.dev",
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "run_indexer"],
        cwd=settings.ROOT,
        env=env,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
