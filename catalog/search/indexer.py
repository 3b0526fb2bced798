"""Carries changed products from the outbox to every engine: in bulk, in order, at least once.

A row of the outbox goes only when every configured engine has its product. While one engine is down the others go
on: the rows wait with the names of the engines that have them. A crash at any moment leaves rows that are done again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event

from django.db import OperationalError, close_old_connections, connection, transaction
from django.utils import timezone

from catalog.models import IndexTask
from catalog.search import documents, engines, outbox
from catalog.search.engine import EngineUnavailable, IndexEngine
from catalog.search.rebuild import RebuildRunning, rebuild
from marketplace.kernel import times

logger = logging.getLogger(__name__)

BATCH = 1_000
_IDLE_SECONDS = 0.3
_PAUSE_SECONDS = 5.0
_SWEEP_SECONDS = 300.0
# Any number that nothing else in the database uses as an advisory lock.
_LOCK = 71_202_611


class Indexer:
    def __init__(
        self,
        configured: Sequence[IndexEngine] = (),
        say: Callable[[str], None] = logger.info,
        pause_seconds: float = _PAUSE_SECONDS,
    ) -> None:
        self.engines = tuple(configured or engines.configured())
        self._say = say
        self._pause = pause_seconds
        # Engines that failed are left alone until then.
        self._resting: dict[str, float] = {}
        self._next_sweep = 0.0

    def run(self, stop: Event) -> None:
        """Until `stop` is set. Survives a database or an engine that goes away."""
        while not stop.is_set():
            try:
                close_old_connections()
                self.build_missing()
                self.sweep()
                if self.take_batch():
                    continue
            except OperationalError as error:
                logger.warning("The database does not answer the indexer: %s", error)
                connection.close()
                stop.wait(self._pause)
            stop.wait(_IDLE_SECONDS)

    def catch_up(self) -> int:
        """All that waits, once; answers how many rows were done. What an engine refuses stays for later."""
        self.build_missing()
        done = 0
        while taken := self.take_batch():
            done += taken
        return done

    def take_batch(self) -> int:
        """The oldest rows that an awake engine does not have; answers how many rows were carried."""
        awake = self._awake()
        if not awake:
            return 0
        with _alone():
            rows = self._rows(awake)
            return self._carry(rows, awake) if rows else 0

    def build_missing(self) -> None:
        """An engine without a readable index gets one."""
        for engine in self._awake():
            try:
                if engine.needs_rebuild():
                    self._say(f"{engine.name}: building the index")
                    count = rebuild(engine)
                    self._say(f"{engine.name}: the index holds {count} products")
            except RebuildRunning:
                self._rest(engine)
            except EngineUnavailable as error:
                self._failed(engine, error)

    def sweep(self) -> None:
        """Touches the documents that the calendar has made wrong: a certificate lapsed, a harvest ended."""
        if time.monotonic() < self._next_sweep:
            return
        self._next_sweep = time.monotonic() + _SWEEP_SECONDS
        today = documents.as_number(times.business_day(timezone.now()))
        for engine in self._awake():
            try:
                outbox.touch(engine.lapsed(today, BATCH))
            except EngineUnavailable as error:
                self._failed(engine, error)

    def _rows(self, awake: Sequence[IndexEngine]) -> list[tuple[int, int, str]]:
        """Rows that nobody has taken first; then those that one of the awake engines has missed."""
        tasks = IndexTask.objects.order_by("pk").values_list("pk", "product_id", "taken_by")
        fresh = list(tasks.filter(taken_by="")[:BATCH])
        if fresh:
            return fresh
        names = [engine.name for engine in awake]
        return [row for row in tasks[:BATCH] if any(name not in row[2].split() for name in names)]

    def _carry(self, rows: Sequence[tuple[int, int, str]], awake: Sequence[IndexEngine]) -> int:
        ids = documents.with_own_document(product_id for _pk, product_id, _taken in rows)
        takers = [engine for engine in awake if any(engine.name not in taken.split() for _pk, _id, taken in rows)]
        took = {engine.name for engine in takers if self._write(engine, ids)}
        if not took:
            return 0
        wanted = {engine.name for engine in self.engines}
        settled = [pk for pk, _id, taken in rows if wanted <= took | set(taken.split())]
        IndexTask.objects.filter(pk__in=settled).delete()
        for taken in {taken for _pk, _id, taken in rows}:
            waiting = [pk for pk, _id, has in rows if has == taken and not wanted <= took | set(taken.split())]
            names = " ".join(sorted(took | set(taken.split())))
            IndexTask.objects.filter(pk__in=waiting).update(taken_by=names)
        return len(rows)

    def _write(self, engine: IndexEngine, ids: Sequence[int]) -> bool:
        try:
            with engine.writing():
                # Read inside the turn: nothing older may follow something newer.
                found = documents.build(ids, times.business_day(timezone.now()))
                engine.write(found, set(ids) - {document.id for document in found})
        except EngineUnavailable as error:
            self._failed(engine, error)
            return False
        self._say(f"{engine.name}: {len(found)} written, {len(ids) - len(found)} removed")
        return True

    def _awake(self) -> list[IndexEngine]:
        now = time.monotonic()
        return [engine for engine in self.engines if self._resting.get(engine.name, 0.0) <= now]

    def _failed(self, engine: IndexEngine, error: EngineUnavailable) -> None:
        logger.warning("%s does not take changes, they wait: %s", engine.name, error.details)
        self._rest(engine)

    def _rest(self, engine: IndexEngine) -> None:
        self._resting[engine.name] = time.monotonic() + self._pause


def pending() -> int:
    return IndexTask.objects.count()


def lag(at: datetime) -> timedelta:
    """How old the oldest change is that some engine does not have yet; zero when there is none."""
    oldest = IndexTask.objects.order_by("pk").values_list("created_at", flat=True).first()
    return max(at - oldest, timedelta()) if oldest else timedelta()


@contextmanager
def _alone() -> Iterator[None]:
    """One indexer at a time over all hosts. On SQLite there is one host, and `writing()` is enough."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        yield
