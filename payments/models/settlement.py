from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SettlementKind(models.TextChoices):
    GOODS = "GOODS", _("Tiền hàng")
    DELIVERY = "DELIVERY", _("Phí giao")
    COMMISSION = "COMMISSION", _("Hoa hồng")
    VAT = "VAT", _("Thuế GTGT khấu trừ")
    PIT = "PIT", _("Thuế TNCN khấu trừ")


class SettlementLine(models.Model):
    """One line of what a seller is paid for a part, frozen with its base and rate when it arose.

    `amount` is as the seller sees it: goods and delivery are positive, commission and withheld tax negative; a refund
    adds lines with the signs turned. A part's lines add up to what SELLER_PAYABLE holds for it.
    """

    part = models.ForeignKey("partner.SellerOrder", on_delete=models.PROTECT, related_name="settlement_lines")
    entry = models.ForeignKey("payments.Entry", on_delete=models.PROTECT, related_name="settlement_lines")
    kind = models.CharField(max_length=10, choices=SettlementKind)
    base_amount = models.BigIntegerField()
    rate_bp = models.PositiveIntegerField(null=True, blank=True)
    amount = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("dòng quyết toán")
        verbose_name_plural = _("dòng quyết toán")
        constraints = [models.UniqueConstraint(fields=["entry", "kind"], name="settlement_kind_once_an_entry")]
