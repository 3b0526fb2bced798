from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from catalog.views.category import category
from catalog.views.language import set_language
from catalog.views.robots import robots
from catalog.views.search import search
from catalog.views.suggest import suggest

urlpatterns: list[URLPattern | URLResolver] = [
    path("robots.txt", robots, name="robots"),
    path("tim/", search, name="search"),
    path("goi-y/", suggest, name="suggest"),
    path("nhom/<path:path>/", category, name="category"),
    path("ngon-ngu/<str:code>/", set_language, name="language"),
]
