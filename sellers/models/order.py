from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SellerOrderState(models.TextChoices):
    AWAITING_PAYMENT = "AWAITING_PAYMENT", _("Chờ thanh toán")
    TO_PACK = "TO_PACK", _("Chờ đóng gói")
    PACKED = "PACKED", _("Đã đóng gói")
    SHIPPED = "SHIPPED", _("Đang giao")
    DELIVERED = "DELIVERED", _("Đã giao")
    CANCELLED = "CANCELLED", _("Đã huỷ")


class SellerOrderQuerySet(models.QuerySet["SellerOrder"]):
    def of_member(self, user: object) -> SellerOrderQuerySet:
        """What a member may see: the parts of their own sellers, never the order around them."""
        return self.filter(seller__members__user=user, seller__members__is_active=True)


class SellerOrder(models.Model):
    """One seller's part of an order: its own parcel, delivery, state, refund and payout.

    Its lines are the order's lines with this seller as Oscar's partner. Amounts are whole đồng and frozen;
    the parts of an order add up to its total (docs/money.md, "Splitting").
    """

    order = models.ForeignKey("order.Order", on_delete=models.PROTECT, related_name="parts")
    seller = models.ForeignKey("partner.Partner", on_delete=models.PROTECT, related_name="orders")
    reference = models.CharField(_("mã kiện"), max_length=16, unique=True)
    state = models.CharField(
        _("trạng thái"), max_length=16, choices=SellerOrderState, default=SellerOrderState.AWAITING_PAYMENT
    )
    goods_amount = models.PositiveBigIntegerField(_("tiền hàng"))
    discount_amount = models.PositiveBigIntegerField(_("giảm giá"), default=0)
    delivery_amount = models.PositiveBigIntegerField(_("phí giao"), default=0)
    delivery_code = models.SlugField(max_length=40)
    delivery_name = models.CharField(_("cách giao"), max_length=120)
    promised_from_on = models.DateField(_("giao sớm nhất"), null=True, blank=True)
    promised_until_on = models.DateField(_("giao muộn nhất"), null=True, blank=True)
    carrier = models.CharField(_("hãng vận chuyển"), max_length=80, blank=True)
    tracking_code = models.CharField(_("mã vận đơn"), max_length=80, blank=True)
    shopper_note = models.CharField(_("lời nhắn"), max_length=500, blank=True)
    cancel_reason = models.CharField(_("lý do huỷ"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SellerOrderQuerySet.as_manager()

    class Meta:
        app_label = "partner"
        verbose_name = _("đơn của nhà vườn")
        verbose_name_plural = _("đơn của nhà vườn")
        constraints = [
            models.UniqueConstraint(fields=["order", "seller"], name="one_part_a_seller"),
            models.CheckConstraint(
                condition=models.Q(discount_amount__lte=models.F("goods_amount")), name="part_discount_within_goods"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def total_amount(self) -> int:
        return self.goods_amount - self.discount_amount + self.delivery_amount


class SellerOrderEvent(models.Model):
    """Append-only: each change of state, with who did it."""

    part = models.ForeignKey(SellerOrder, on_delete=models.PROTECT, related_name="events")
    state = models.CharField(max_length=16, choices=SellerOrderState)
    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "partner"


class OrderSnapshot(models.Model):
    """What the shopper was shown when they bought (FACTS 7.5): products, sellers, prices, policies, address."""

    order = models.OneToOneField("order.Order", on_delete=models.PROTECT, related_name="snapshot")
    content = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "partner"
