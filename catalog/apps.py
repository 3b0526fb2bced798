from __future__ import annotations

from django.apps import AppConfig
from oscar.apps.catalogue import apps


class CatalogConfig(apps.CatalogueConfig):
    name = "catalog"
    # Oscar's ready() loads the views of its own pages; ours stand in catalog.urls.
    ready = AppConfig.ready
