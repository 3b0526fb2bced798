from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class ChargePurpose(models.TextChoices):
    ORDER = "ORDER", _("Đơn hàng")
    BILLS = "BILLS", _("Hoá đơn")


class ChargeState(models.TextChoices):
    OPEN = "OPEN", _("Chờ thanh toán")
    PROCESSING = "PROCESSING", _("Đang xử lý")
    SUCCEEDED = "SUCCEEDED", _("Đã thanh toán")
    FAILED = "FAILED", _("Không thành công")
    EXPIRED = "EXPIRED", _("Hết hạn")
    CANCELLED = "CANCELLED", _("Đã huỷ")


LIVE_STATES = (ChargeState.OPEN, ChargeState.PROCESSING)


class ChargeQuerySet(models.QuerySet["Charge"]):
    def live(self) -> ChargeQuerySet:
        return self.filter(state__in=LIVE_STATES)


class Charge(models.Model):
    """What somebody owes us once, for an order or for bills (docs/money.md, "Charges").

    `amount` never changes. Of it, `waived_amount` will not be asked for (a parcel was cancelled before it was paid),
    `captured_amount` has come in, and `refunded_amount` of that has been given back or is on its way back.
    """

    reference = models.CharField(_("mã thanh toán"), max_length=16, unique=True)
    purpose = models.CharField(_("cho"), max_length=8, choices=ChargePurpose)
    method = models.SlugField(_("cách trả"), max_length=24)
    state = models.CharField(_("trạng thái"), max_length=10, choices=ChargeState, default=ChargeState.OPEN)
    amount = models.PositiveBigIntegerField(_("số tiền"))
    waived_amount = models.PositiveBigIntegerField(_("được bớt"), default=0)
    captured_amount = models.PositiveBigIntegerField(_("đã nhận"), default=0)
    refunded_amount = models.PositiveBigIntegerField(_("đã hoàn"), default=0)
    order = models.ForeignKey(
        "order.Order", on_delete=models.PROTECT, null=True, blank=True, related_name="charges", verbose_name=_("đơn")
    )
    payer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="charges",
        verbose_name=_("người trả"),
    )
    # Where the payer goes when it is over: a path of this site.
    return_url = models.CharField(max_length=300, blank=True)
    # What the gateway calls it (a PaymentIntent), and what else it needs to know.
    provider_id = models.CharField(max_length=120, blank=True)
    provider_data = models.JSONField(default=dict, blank=True)
    opened_at = models.DateTimeField(_("mở lúc"))
    expires_at = models.DateTimeField(_("hạn trả"), null=True, blank=True, db_index=True)
    closed_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)

    objects = ChargeQuerySet.as_manager()

    class Meta:
        verbose_name = _("khoản phải thu")
        verbose_name_plural = _("khoản phải thu")
        permissions = [("confirm_money", "Xác nhận tiền đã nhận và đã hoàn")]
        constraints = [
            models.UniqueConstraint(
                fields=["order"],
                condition=models.Q(state__in=["OPEN", "PROCESSING", "SUCCEEDED"]),
                name="charge_one_live_an_order",
            ),
            models.UniqueConstraint(
                fields=["method", "provider_id"], condition=~models.Q(provider_id=""), name="charge_provider_id_once"
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="charge_of_something"),
            models.CheckConstraint(
                condition=models.Q(amount__gte=models.F("captured_amount") + models.F("waived_amount")),
                name="charge_takes_no_more_than_owed",
            ),
            models.CheckConstraint(
                condition=models.Q(captured_amount__gte=models.F("refunded_amount")),
                name="charge_gives_back_no_more_than_taken",
            ),
            models.CheckConstraint(
                condition=models.Q(purpose="ORDER", order__isnull=False)
                | models.Q(purpose="BILLS", order__isnull=True),
                name="charge_order_matches_purpose",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["OPEN", "PROCESSING"], closed_at__isnull=True)
                | (~models.Q(state__in=["OPEN", "PROCESSING"]) & models.Q(closed_at__isnull=False)),
                name="charge_closed_when_over",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("pay", kwargs={"reference": self.reference})

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_STATES

    @property
    def due_amount(self) -> int:
        return self.amount - self.waived_amount - self.captured_amount

    @property
    def refundable_amount(self) -> int:
        return self.captured_amount - self.refunded_amount


class ChargeEventKind(models.TextChoices):
    OPENED = "OPENED", _("Mở")
    STARTED = "STARTED", _("Bắt đầu trả")
    PROCESSING = "PROCESSING", _("Đang xử lý")
    DECLINED = "DECLINED", _("Bị từ chối, có thể trả lại")
    PARTLY_PAID = "PARTLY_PAID", _("Trả thiếu")
    CASH_COLLECTED = "CASH_COLLECTED", _("Thu tiền một kiện")
    WAIVED = "WAIVED", _("Bớt tiền")
    SUCCEEDED = "SUCCEEDED", _("Đã thanh toán")
    FAILED = "FAILED", _("Không thành công")
    EXPIRED = "EXPIRED", _("Hết hạn")
    CANCELLED = "CANCELLED", _("Huỷ")
    LATE_MONEY = "LATE_MONEY", _("Tiền về khi đã đóng")
    REFUND_REQUESTED = "REFUND_REQUESTED", _("Yêu cầu hoàn tiền")
    REFUND_SUCCEEDED = "REFUND_SUCCEEDED", _("Đã hoàn tiền")
    REFUND_FAILED = "REFUND_FAILED", _("Hoàn tiền không được")
    DISPUTED = "DISPUTED", _("Bị khiếu nại")


# Told to the layers above by a signal; `announced_at` stays empty until every receiver has done its part.
ANNOUNCED_KINDS = (
    ChargeEventKind.SUCCEEDED,
    ChargeEventKind.FAILED,
    ChargeEventKind.EXPIRED,
    ChargeEventKind.CANCELLED,
    ChargeEventKind.REFUND_SUCCEEDED,
)


class ChargeEvent(models.Model):
    """Append-only history of a charge."""

    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=16, choices=ChargeEventKind)
    at = models.DateTimeField()
    refund = models.ForeignKey("payments.Refund", on_delete=models.PROTECT, null=True, blank=True)
    detail = models.JSONField(default=dict, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("sự kiện thanh toán")
        verbose_name_plural = _("sự kiện thanh toán")
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(
                    announced_at__isnull=True,
                    kind__in=["SUCCEEDED", "FAILED", "EXPIRED", "CANCELLED", "REFUND_SUCCEEDED"],
                ),
                name="charge_event_to_announce",
            )
        ]


class RefundState(models.TextChoices):
    PENDING = "PENDING", _("Chờ hoàn")
    SUCCEEDED = "SUCCEEDED", _("Đã hoàn")
    FAILED = "FAILED", _("Không hoàn được")


class Refund(models.Model):
    """Money that goes back to the payer; it is reserved on the charge from the moment it is asked for."""

    reference = models.CharField(_("mã hoàn tiền"), max_length=16, unique=True)
    charge = models.ForeignKey(
        Charge, on_delete=models.PROTECT, related_name="refunds", verbose_name=_("khoản phải thu")
    )
    part = models.ForeignKey(
        "partner.SellerOrder",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="refunds",
        verbose_name=_("kiện"),
    )
    amount = models.PositiveBigIntegerField(_("số tiền"))
    reason = models.CharField(_("lý do"), max_length=300)
    state = models.CharField(_("trạng thái"), max_length=10, choices=RefundState, default=RefundState.PENDING)
    idempotency_key = models.CharField(max_length=120, unique=True)
    provider_id = models.CharField(_("mã giao dịch"), max_length=120, blank=True)
    failure = models.CharField(_("vì sao không được"), max_length=300, blank=True)
    requested_at = models.DateTimeField(_("yêu cầu lúc"))
    closed_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("khoản hoàn tiền")
        verbose_name_plural = _("khoản hoàn tiền")
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="refund_of_something"),
            models.CheckConstraint(
                condition=models.Q(state="PENDING", closed_at__isnull=True)
                | (~models.Q(state="PENDING") & models.Q(closed_at__isnull=False)),
                name="refund_closed_when_over",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
