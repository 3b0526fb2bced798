"""Fills a new index from the database and moves reading to it; writes may go on meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils import timezone

from catalog.search import documents
from catalog.search.embedded.engine import EmbeddedEngine
from marketplace.kernel import times

BATCH = 2_000


def rebuild_embedded(engine: EmbeddedEngine, progress: Callable[[int], None] = lambda done: None) -> int:
    """Each batch is read and written under the writers' lock, so nothing older than it is written later."""
    with engine.folder.locked():
        path = engine.begin_rebuild()
    done = 0
    for ids in id_batches(0):
        with engine.folder.locked():
            day = times.business_day(timezone.now())
            engine.write_to(path, documents.build(ids, day), ids)
        done += len(ids)
        progress(done)
    with engine.folder.locked():
        engine.finish_rebuild(path)
    return done


def id_batches(after: int, size: int = BATCH) -> Iterator[list[int]]:
    """Ids of the products that may have a document, in order."""
    while ids := list(documents.indexable().filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:size]):
        yield ids
        after = ids[-1]
