from __future__ import annotations

from catalog.search import engines
from catalog.search.rebuild import rebuild


def index_all() -> None:
    """What the database holds now is what a search finds, in every engine that is there."""
    for engine in engines.configured():
        rebuild(engine)
