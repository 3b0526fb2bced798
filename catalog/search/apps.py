from __future__ import annotations

from oscar.apps.search import apps


class SearchConfig(apps.SearchConfig):
    name = "catalog.search"

    def ready(self) -> None:
        # Oscar's ready() loads the views of its own pages, which are not served here.
        from catalog.search import receivers

        receivers.connect()
