from __future__ import annotations

from django.db import models


class IndexTask(models.Model):
    """A product whose search document must be written again. Written in the transaction of the change,
    deleted by the indexer once every engine has the document (docs/search.md, "Outbox")."""

    product_id = models.BigIntegerField(db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "catalogue"
