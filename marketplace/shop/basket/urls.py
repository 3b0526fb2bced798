from __future__ import annotations

from django.urls import path

from marketplace.shop.basket import views

urlpatterns = [
    path("gio-hang/", views.show, name="basket"),
    path("gio-hang/them/", views.add, name="basket-add"),
    path("gio-hang/mon/<int:line_id>/", views.change, name="basket-line"),
    path("gio-hang/ma-giam-gia/", views.voucher, name="basket-voucher"),
    path("gio-hang/gia-moi/", views.accept_prices, name="basket-prices"),
]
