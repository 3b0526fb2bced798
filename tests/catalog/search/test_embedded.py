"""The embedded index on its own: files that go bad, processes that die, several that read."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap

import pytest
from django.conf import settings

from catalog.search.embedded import schema
from catalog.search.embedded.engine import EmbeddedEngine
from catalog.search.engine import EngineUnavailable, Request
from catalog.search.indexer import Indexer
from catalog.search.rebuild import rebuild
from tests.catalog.search.test_contract import write
from tests.support.goods import make_product
from tests.support.shelf import make_shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def engine(tmp_path):
    return EmbeddedEngine(tmp_path / "embedded")


@pytest.fixture
def shelf(engine):
    shelf = make_shelf()
    rebuild(engine)
    return shelf


def total(engine) -> int:
    return engine.run(Request()).total


class TestDamage:
    def test_no_index_is_unavailable_not_empty(self, engine):
        with pytest.raises(EngineUnavailable):
            total(engine)

    @pytest.mark.parametrize("what", ["meta.json", "current", "segments", "folder"])
    def test_is_noticed_and_built_again_by_the_indexer(self, engine, shelf, what):
        path = engine.folder.current()
        if what == "meta.json":
            (path / "meta.json").write_text("{")
        elif what == "current":
            (engine.folder.root / "current").write_bytes(b"\xff\xfe../../etc")
        elif what == "segments":
            for file in path.glob("*.store"):
                file.write_bytes(b"")
        else:
            for file in path.iterdir():
                file.unlink()
        fresh = EmbeddedEngine(engine.folder.root)
        with pytest.raises(EngineUnavailable):
            fresh.run(Request())
        assert fresh.needs_rebuild()

        Indexer([fresh]).catch_up()

        assert (total(fresh), total(engine)) == (6, 6)
        assert not fresh.needs_rebuild()

    def test_an_older_schema_is_built_again_and_the_old_folder_removed(self, engine, shelf, monkeypatch):
        old = engine.folder.current()
        monkeypatch.setattr("catalog.search.embedded.folder.VERSION", schema.VERSION + 1)
        fresh = EmbeddedEngine(engine.folder.root)
        assert fresh.needs_rebuild()

        Indexer([fresh]).catch_up()

        assert (total(fresh), old.exists()) == (6, False)


class TestProcesses:
    def test_another_process_sees_what_was_written(self, engine, shelf):
        assert _count_elsewhere(engine) == 6
        shelf.honey.is_public = False
        shelf.honey.save()
        write(engine, shelf.honey)

        assert (_count_elsewhere(engine), total(engine)) == (5, 5)

    def test_this_process_sees_what_another_wrote(self, engine, shelf):
        assert total(engine) == 6
        _elsewhere(engine, "with engine.writing(): engine.write([], range(10**6))")

        assert total(engine) == 0

    def test_a_reader_outlives_a_rebuild(self, engine, shelf):
        searcher = engine._searcher()
        rebuild(engine)

        assert (searcher.num_docs, total(engine)) == (6, 6)

    def test_words_that_are_read_while_the_pointer_moves_are_those_of_the_index_that_was_read(
        self, engine, shelf, monkeypatch
    ):
        before = engine.generation()
        opened = engine._opened()
        make_product(shelf.minh, "Sáp ong ruồi")
        rebuild(engine)
        # As when another process moves the pointer just after this one has opened the old index.
        with monkeypatch.context() as patched:
            patched.setattr(engine, "_opened", lambda: opened)
            old = engine.read_lexicon()

        assert (old.generation, old.knows("sap")) == (before, False)
        assert (engine.read_lexicon().generation, engine.read_lexicon().knows("sap")) == (engine.generation(), True)

    def test_two_commits_in_one_tick_of_the_clock_are_two_states(self, engine, shelf):
        path = engine.folder.current() / "meta.json"
        total(engine)
        before, tick = engine.generation(), path.stat().st_mtime_ns
        _elsewhere(engine, "with engine.writing(): engine.write([], range(10**6))")
        os.utime(path, ns=(tick, tick))

        assert engine.generation() != before
        assert total(engine) == 0

    def test_a_writer_that_is_killed_leaves_the_last_commit_and_no_lock(self, engine, shelf):
        killed = _elsewhere(
            engine,
            """
            import os, signal, tantivy
            from catalog.search.embedded.schema import schema
            with engine.writing():
                writer = tantivy.Index.open(str(engine.folder.current())).writer(50_000_000, 1)
                writer.delete_all_documents()
                document = tantivy.Document()
                document.add_unsigned("id", 7)
                writer.add_document(document)
                os.kill(os.getpid(), signal.SIGKILL)
            """,
        )
        assert killed == -signal.SIGKILL

        assert total(engine) == 6
        write(engine, shelf.honey)
        assert total(engine) == 6

    def test_two_writers_take_turns(self, engine, shelf):
        code = "for _ in range(8):\n    with engine.writing(): engine.write([], [1])"
        processes = [_start(engine, code) for _ in range(2)]

        assert [process.wait(60) for process in processes] == [0, 0]
        assert total(engine) >= 5


def _count_elsewhere(engine) -> int:
    code = "from catalog.search.engine import Request\nimport sys\nsys.exit(engine.run(Request()).total)"
    return _elsewhere(engine, code)


def _elsewhere(engine, code: str) -> int:
    return _start(engine, code).wait(60)


def _start(engine, code: str) -> subprocess.Popen[bytes]:
    start = f"""
import django
django.setup()
from pathlib import Path
from catalog.search.embedded.engine import EmbeddedEngine
engine = EmbeddedEngine(Path({str(engine.folder.root)!r}))
"""
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "marketplace.settings.test"}
    return subprocess.Popen([sys.executable, "-c", start + textwrap.dedent(code)], cwd=settings.ROOT, env=env)
