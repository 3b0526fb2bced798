from __future__ import annotations

from django.db import models


class PageText(models.Model):
    """What a live page says, folded, so that people find it as they type. Every word has a blank before it."""

    page = models.OneToOneField("wagtailcore.Page", on_delete=models.CASCADE, primary_key=True, related_name="+")
    title = models.TextField()
    words = models.TextField()
