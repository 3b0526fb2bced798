"""Which engines there are: the embedded one always, Elasticsearch where ELASTICSEARCH_URL names a cluster."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from catalog.search.embedded.engine import EmbeddedEngine
from catalog.search.engine import IndexEngine


@cache
def embedded() -> EmbeddedEngine:
    return EmbeddedEngine(settings.SEARCH_FOLDER / "embedded")


@cache
def elastic() -> IndexEngine | None:
    if not settings.ELASTICSEARCH_URL:
        return None
    # Imported here: the client costs 15 MB of memory that an embedded start does not need.
    from catalog.search.elastic import ElasticEngine

    return ElasticEngine(settings.ELASTICSEARCH_URL, settings.SEARCH_INDEX_PREFIX, settings.SEARCH_TIMEOUT_SECONDS)


def configured() -> tuple[IndexEngine, ...]:
    """In the order in which they are written: when the embedded one has changed, the others have."""
    first = elastic()
    return (first, embedded()) if first else (embedded(),)
