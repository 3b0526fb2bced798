from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sellers.views.product import product
from sellers.views.seller import seller, sellers

urlpatterns: list[URLPattern | URLResolver] = [
    path("hang/<slug:slug>-<int:pk>/", product, name="product"),
    path("nha-vuon/", sellers, name="sellers"),
    path("nha-vuon/<slug:slug>/", seller, name="seller"),
]
