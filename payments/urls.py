from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from payments.views import pay, webhook

urlpatterns: list[URLPattern | URLResolver] = [
    path("tra-tien/<str:reference>/", pay.PayView.as_view(), name="pay"),
    path("tra-tien/<str:reference>/qr.svg", pay.QrView.as_view(), name="pay-qr"),
    path("tra-tien/<str:reference>/tinh-trang/", pay.StateView.as_view(), name="pay-state"),
    path("tra-tien/<str:reference>/thu/", pay.SandboxView.as_view(), name="pay-sandbox"),
    path("tra-tien/<str:reference>/trang-the/", pay.HostedView.as_view(), name="pay-hosted"),
    path("tra-tien/<str:reference>/ket-qua/", pay.ResultView.as_view(), name="pay-result"),
    path("thanh-toan/bao/<slug:gateway>/", webhook.webhook, name="webhook"),
]
