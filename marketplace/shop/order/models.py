from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from oscar.apps.order.models import *  # noqa: F403  # Oscar's first: the models below point at its Order.


class Placement(models.Model):
    """How an order was placed: by whom to reach, in which language, and with which key it is known again."""

    order = models.OneToOneField("order.Order", on_delete=models.PROTECT, related_name="placement")
    idempotency_key = models.CharField(max_length=80, unique=True)
    # Of everything that was asked for; the same key with another digest is refused.
    digest = models.CharField(max_length=64)
    contact_name = models.CharField(_("người đặt"), max_length=120)
    contact_phone = models.CharField(_("số điện thoại"), max_length=16, db_index=True)
    contact_email = models.EmailField(_("thư điện tử"), blank=True)
    language = models.CharField(max_length=5, default="vi")
    payment_method = models.SlugField(_("cách trả"), max_length=24)
    # Name, tax code, address: for the sellers' invoices (FACTS 7.3). Empty when none was asked for.
    invoice = models.JSONField(_("thông tin hoá đơn"), default=dict, blank=True)

    class Meta:
        app_label = "order"
        verbose_name = _("cách đặt đơn")
        verbose_name_plural = _("cách đặt đơn")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(contact_phone__regex=r"^\+[1-9][0-9]{6,14}$"), name="placement_phone_is_e164"
            )
        ]


class MailKind(models.TextChoices):
    PLACED = "PLACED", _("Đã nhận đơn")
    PAID = "PAID", _("Đã thanh toán")
    SHIPPED = "SHIPPED", _("Đang giao")
    CANCELLED = "CANCELLED", _("Đã huỷ")
    REFUNDED = "REFUNDED", _("Đã hoàn tiền")


class OrderMail(models.Model):
    """A letter about an order, written down in the transaction of what it tells and sent after it.

    `about` names what it is about (a part, a refund), so that the same news is never sent twice.
    """

    order = models.ForeignKey("order.Order", on_delete=models.CASCADE, related_name="mails")
    kind = models.CharField(max_length=10, choices=MailKind)
    about = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()
    # Who sends it moves this on first, so that nobody else sends it meanwhile.
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "order"
        constraints = [models.UniqueConstraint(fields=["order", "kind", "about"], name="order_mail_once")]
        indexes = [models.Index(fields=["due_at"], condition=models.Q(sent_at__isnull=True), name="order_mail_unsent")]
