"""Fills a new index from the database and moves reading to it; writes may go on meanwhile.

The embedded engine lets one writer in at a time and each batch reads the database inside its turn, so nothing older
follows something newer. Elasticsearch takes the indexer's writes into both indexes, and the rebuild only adds what is
not there yet. Either way a change during the rebuild ends in the new index.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils import timezone

from catalog.search import documents
from catalog.search.engine import IndexEngine
from marketplace.kernel import times
from marketplace.kernel.errors import MarketplaceError, gettext_noop

BATCH = 2_000


class RebuildRunning(MarketplaceError):
    code = "rebuild_running"
    message = gettext_noop("Chỉ mục tìm kiếm đang được dựng lại.")
    retryable = True


def rebuild(engine: IndexEngine, *, resume: bool = False, progress: Callable[[int], None] = lambda done: None) -> int:
    """Answers how many products were read; tells `progress` after each batch.

    Killed half way, `resume` goes on where it stopped. Raises RebuildRunning while another one is at it on this host.
    """
    with _alone(engine.name):
        with engine.writing():
            after = engine.begin_rebuild(resume=resume)
        done = documents.indexable().filter(pk__lte=after).count() if after else 0
        for ids in _id_batches(after):
            with engine.writing():
                day = times.business_day(timezone.now())
                engine.fill(documents.build(ids, day), ids[-1])
            done += len(ids)
            progress(done)
        with engine.writing():
            engine.finish_rebuild()
    return done


def _id_batches(after: int) -> Iterator[list[int]]:
    """Ids of the products that may have a document, in order."""
    ids = documents.indexable().order_by("pk").values_list("pk", flat=True)
    while batch := list(ids.filter(pk__gt=after)[:BATCH]):
        yield batch
        after = batch[-1]


@contextmanager
def _alone(name: str) -> Iterator[None]:
    settings.SEARCH_FOLDER.mkdir(parents=True, exist_ok=True)
    with (settings.SEARCH_FOLDER / f"{name}.rebuild").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RebuildRunning from None
        yield
