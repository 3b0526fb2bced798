from __future__ import annotations

from django.db import models


class IndexTask(models.Model):
    """A product whose search document must be written again. Written in the transaction of the change,
    deleted by the indexer once every engine has the document (docs/search.md, "Outbox")."""

    product_id = models.BigIntegerField()
    # Names of the engines that have it already, while another one is down.
    taken_by = models.CharField(max_length=60, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "catalogue"
        indexes = [models.Index(fields=["taken_by", "id"], name="index_task_in_order")]
