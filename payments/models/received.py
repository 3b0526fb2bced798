from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from payments.models.charge import Charge


class ReceivedMoney(models.Model):
    """One sum that came in, known by the name its payer's bank or gateway gave it. The same sum is taken once."""

    method = models.SlugField(_("cách trả"), max_length=24)
    provider_id = models.CharField(_("mã giao dịch"), max_length=120)
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="received")
    amount = models.PositiveBigIntegerField(_("số tiền"))
    at = models.DateTimeField(_("lúc"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người xác nhận"),
    )

    class Meta:
        verbose_name = _("khoản tiền về")
        verbose_name_plural = _("khoản tiền về")
        constraints = [
            models.UniqueConstraint(fields=["method", "provider_id"], name="received_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="received_something"),
            models.CheckConstraint(condition=~models.Q(provider_id=""), name="received_with_a_name"),
        ]

    def __str__(self) -> str:
        return self.provider_id


class UnmatchedReason(models.TextChoices):
    LATE = "LATE", _("Tiền về muộn, đơn đã đóng")
    DUPLICATE = "DUPLICATE", _("Trả hai lần")
    OVER = "OVER", _("Trả thừa")
    UNDER = "UNDER", _("Trả thiếu, chờ trả nốt")


class UnmatchedState(models.TextChoices):
    WAITING = "WAITING", _("Chờ xử lý")
    APPLIED = "APPLIED", _("Đã cộng vào khoản phải thu")
    RETURNED = "RETURNED", _("Đã trả lại")


class UnmatchedMoney(models.Model):
    """The queue of money that came in and belongs to nobody's charge: it is in suspense until an officer gives it
    back, or (an underpayment) until the rest arrives."""

    received = models.OneToOneField(
        ReceivedMoney, on_delete=models.PROTECT, related_name="unmatched", verbose_name=_("khoản tiền về")
    )
    amount = models.PositiveBigIntegerField(_("số tiền"))
    reason = models.CharField(_("vì sao"), max_length=10, choices=UnmatchedReason)
    state = models.CharField(_("trạng thái"), max_length=10, choices=UnmatchedState, default=UnmatchedState.WAITING)
    provider_id = models.CharField(_("mã giao dịch trả lại"), max_length=120, blank=True)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    closed_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người xử lý"),
    )

    class Meta:
        verbose_name = _("tiền chưa khớp")
        verbose_name_plural = _("tiền chưa khớp")
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="unmatched_something"),
            models.CheckConstraint(
                condition=models.Q(state="WAITING", closed_at__isnull=True)
                | (~models.Q(state="WAITING") & models.Q(closed_at__isnull=False)),
                name="unmatched_closed_when_over",
            ),
        ]

    def __str__(self) -> str:
        return str(self.received)
