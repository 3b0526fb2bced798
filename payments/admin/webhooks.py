from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from payments.admin.readonly import ReadOnlyAdmin
from payments.models import WebhookCall

_SHOWN = 10_000


@admin.register(WebhookCall)
class WebhookCallAdmin(ReadOnlyAdmin):
    list_display = ("received_at", "gateway", "event_type", "event_id", "state")
    list_filter = ("state", "gateway")
    search_fields = ("event_id", "event_type")
    ordering = ("-id",)
    fields = ("gateway", "event_id", "event_type", "state", "received_at", "processed_at", "text", "traceback")
    readonly_fields = ("text",)

    @admin.display(description=_("nội dung"))
    def text(self, call: WebhookCall) -> str:
        return bytes(call.body)[:_SHOWN].decode("utf-8", "replace")
