from __future__ import annotations

from django.urls import path

from marketplace.shop.checkout import views

urlpatterns = [
    path("thanh-toan/", views.details, name="checkout"),
    path("thanh-toan/cach-giao/", views.deliveries, name="checkout-deliveries"),
    path("thanh-toan/xem-lai/", views.review, name="checkout-review"),
]
