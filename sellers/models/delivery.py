from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeliveryKind(models.TextChoices):
    FLAT = "FLAT", _("Phí cố định")
    WEIGHT_ZONE = "WEIGHT_ZONE", _("Theo cân và vùng")
    PICKUP = "PICKUP", _("Đến lấy")


class DeliveryMethod(models.Model):
    """A way in which one seller's goods reach the shopper.

    FLAT: `fee`. WEIGHT_ZONE: `rates` maps a zone (province code, or "*" for the rest of the country) to
    {"first_grams", "first_fee", "next_grams", "next_fee"}. PICKUP: free, at `pickup_address`.
    """

    seller = models.ForeignKey("partner.Partner", on_delete=models.CASCADE, related_name="delivery_methods")
    code = models.SlugField(_("mã"), max_length=40)
    name = models.CharField(_("tên"), max_length=120)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=120, blank=True)
    kind = models.CharField(_("cách tính"), max_length=12, choices=DeliveryKind)
    fee = models.PositiveIntegerField(_("phí (đồng)"), default=0)
    rates = models.JSONField(_("biểu phí"), default=dict, blank=True)
    free_from = models.PositiveIntegerField(_("miễn phí từ (đồng)"), null=True, blank=True)
    # What is promised, in days from the hand-over; a cold product is not offered a promise beyond its shelf life.
    days_min = models.PositiveSmallIntegerField(_("sớm nhất (ngày)"), default=1)
    days_max = models.PositiveSmallIntegerField(_("muộn nhất (ngày)"), default=3)
    is_cold_chain = models.BooleanField(_("giữ lạnh"), default=False)
    # Empty: everywhere in Vietnam. Else only these commune codes.
    communes_served = models.JSONField(_("các xã giao đến"), default=list, blank=True)
    pickup_address = models.CharField(_("nơi lấy hàng"), max_length=200, blank=True)
    pickup_commune = models.CharField(_("xã nơi lấy hàng"), max_length=5, blank=True)
    is_active = models.BooleanField(_("đang dùng"), default=True)

    class Meta:
        app_label = "partner"
        verbose_name = _("cách giao hàng")
        verbose_name_plural = _("cách giao hàng")
        constraints = [
            models.UniqueConstraint(fields=["seller", "code"], name="delivery_code_once_a_seller"),
            models.CheckConstraint(
                condition=models.Q(days_max__gte=models.F("days_min")), name="delivery_promise_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name
