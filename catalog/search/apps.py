from __future__ import annotations

from django.apps import AppConfig
from oscar.apps.search import apps


class SearchConfig(apps.SearchConfig):
    name = "catalog.search"
    # Oscar's ready() loads the views of its own pages, which are not served here.
    ready = AppConfig.ready
