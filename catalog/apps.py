from __future__ import annotations

from django.db.models.signals import post_delete, post_save
from oscar.apps.catalogue import apps


class CatalogConfig(apps.CatalogueConfig):
    name = "catalog"

    def ready(self) -> None:
        # Oscar's ready() would load the views of its own pages; ours stand in catalog.urls.
        from catalog.models import Category
        from catalog.queries.category_tree import forget_category_tree

        for signal in (post_save, post_delete):
            signal.connect(forget_category_tree, sender=Category, dispatch_uid="category-tree")
