from __future__ import annotations

from django.urls import path

from marketplace.shop.order import views

urlpatterns = [
    path("don-hang/", views.track, name="order-track"),
    path("don-hang/<slug:reference>/", views.show, name="order"),
    path("don-hang/<slug:reference>/huy/", views.cancel, name="order-cancel"),
    path("don-hang/<slug:reference>/mua-lai/", views.buy_again, name="order-again"),
    path("don-hang/<slug:reference>/don-hang.pdf", views.pdf, name="order-pdf"),
]
