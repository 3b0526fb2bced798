from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from cms import views
from cms.feeds import StoryFeed

urlpatterns: list[URLPattern | URLResolver] = [
    path("tim-bai/", views.page_search, name="page-search"),
    path("chuyen-que/rss.xml", StoryFeed(), name="story-feed"),
]
