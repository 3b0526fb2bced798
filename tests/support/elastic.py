"""Indexes of a test's own in the real cluster that ELASTICSEARCH_URL names."""

from __future__ import annotations

import os

from django.conf import settings

from catalog.search.elastic import ElasticEngine


def make_elastic(name: str, timeout_seconds: float = 20) -> ElasticEngine:
    drop_elastic(name)
    return ElasticEngine(settings.ELASTICSEARCH_URL, _prefix(name), timeout_seconds)


def drop_elastic(name: str) -> None:
    if settings.ELASTICSEARCH_URL:
        ElasticEngine(settings.ELASTICSEARCH_URL, _prefix(name), 20).drop()


def _prefix(name: str) -> str:
    return f"{settings.SEARCH_INDEX_PREFIX}-{name}-{os.getpid()}"
