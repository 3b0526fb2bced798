from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from catalog.views.language import set_language

urlpatterns: list[URLPattern | URLResolver] = [
    path("ngon-ngu/<str:code>/", set_language, name="language"),
]
