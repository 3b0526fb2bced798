from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class WebhookState(models.TextChoices):
    RECEIVED = "RECEIVED", _("Đã nhận")
    PROCESSED = "PROCESSED", _("Đã xử lý")
    REPEATED = "REPEATED", _("Nhận lại")
    REJECTED = "REJECTED", _("Sai chữ ký")
    FAILED = "FAILED", _("Lỗi")


class WebhookCall(models.Model):
    """A gateway's call, stored as it came before anything is believed."""

    gateway = models.SlugField(max_length=24)
    body = models.BinaryField()
    signature = models.CharField(max_length=600, blank=True)
    event_id = models.CharField(max_length=120, blank=True)
    event_type = models.CharField(max_length=80, blank=True)
    state = models.CharField(_("trạng thái"), max_length=10, choices=WebhookState, default=WebhookState.RECEIVED)
    traceback = models.TextField(blank=True)
    received_at = models.DateTimeField(_("nhận lúc"), db_index=True)
    processed_at = models.DateTimeField(_("xử lý lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("thông báo từ cổng")
        verbose_name_plural = _("thông báo từ cổng")
        constraints = [
            # The one that wins inserts its effects in the same transaction; a second waits and finds it done.
            models.UniqueConstraint(
                fields=["gateway", "event_id"],
                condition=models.Q(state="PROCESSED"),
                name="webhook_processed_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.event_id}"
