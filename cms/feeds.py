from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext_lazy as _

from cms.models import StoryIndexPage, StoryPage

_STORIES = 20


class StoryFeed(Feed):
    """The newest stories, for readers of feeds."""

    feed_type = Rss201rev2Feed
    title = _("Chuyện quê – Xứ Trà")
    description = _("Người trồng, đồi chè, mùa gặt ở Thái Nguyên.")

    def link(self) -> str:
        index = StoryIndexPage.objects.live().first()
        return index.full_url if index else settings.SITE_URL

    def items(self) -> Sequence[StoryPage]:
        return list(StoryPage.objects.live().public().order_by("-first_published_at", "-pk")[:_STORIES])

    def item_title(self, item: StoryPage) -> str:
        return item.shown_title

    def item_description(self, item: StoryPage) -> str:
        return item.shown_lead

    def item_link(self, item: StoryPage) -> str:
        return item.full_url

    def item_pubdate(self, item: StoryPage) -> datetime | None:
        return item.first_published_at
