from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from cms import views

urlpatterns: list[URLPattern | URLResolver] = [path("tim-bai/", views.page_search, name="page-search")]
