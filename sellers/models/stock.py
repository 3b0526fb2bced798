from __future__ import annotations

from django.db import models
from django.db.models.functions import Round
from django.utils.translation import gettext_lazy as _
from oscar.apps.partner.abstract_models import AbstractStockRecord

from marketplace.kernel.money import Dong, to_dong


class StockRecord(AbstractStockRecord):
    """Price and stock of one product at its seller. Both count steps (Product.step_thousandths).

    `num_allocated` is what open orders hold; what can be sold is `num_in_stock - num_allocated`.
    """

    class Meta(AbstractStockRecord.Meta):
        verbose_name = _("giá và tồn kho")
        verbose_name_plural = _("giá và tồn kho")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(price__isnull=True) | models.Q(price=Round("price"), price__gt=0),
                name="stock_price_is_whole_dong",
            ),
            models.CheckConstraint(
                condition=models.Q(num_allocated__isnull=True) | models.Q(num_allocated__gte=0),
                name="stock_allocated_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(num_allocated__isnull=True)
                | models.Q(num_in_stock__isnull=True)
                | models.Q(num_allocated__lte=models.F("num_in_stock")),
                name="stock_never_oversold",
            ),
        ]

    @property
    def price_dong(self) -> Dong:
        return to_dong(self.price)


class HoldState(models.TextChoices):
    HELD = "HELD", _("Đang giữ")
    TAKEN = "TAKEN", _("Đã bán")
    RELEASED = "RELEASED", _("Đã trả lại kho")


class StockHold(models.Model):
    """The steps of one stock record that one placed order holds until its charge is paid, fails or expires."""

    order = models.ForeignKey("order.Order", on_delete=models.PROTECT, related_name="stock_holds")
    stock_record = models.ForeignKey("partner.StockRecord", on_delete=models.PROTECT, related_name="holds")
    quantity = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=HoldState, default=HoldState.HELD)
    expires_at = models.DateTimeField(null=True, blank=True, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "partner"
        constraints = [
            models.UniqueConstraint(fields=["order", "stock_record"], name="hold_once_an_order"),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="hold_of_something"),
        ]


class StockMovement(models.Model):
    """Append-only history of stock: why it changed, by how much, who did it."""

    class Reason(models.TextChoices):
        COUNTED = "COUNTED", _("Kiểm kho")
        HARVESTED = "HARVESTED", _("Thu hoạch")
        SOLD = "SOLD", _("Bán")
        RETURNED = "RETURNED", _("Trả lại")
        SPOILED = "SPOILED", _("Hỏng")
        IMPORTED = "IMPORTED", _("Nhập từ tệp")

    stock_record = models.ForeignKey("partner.StockRecord", on_delete=models.CASCADE, related_name="movements")
    reason = models.CharField(max_length=10, choices=Reason)
    change = models.IntegerField()
    level_after = models.IntegerField()
    user = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "partner"
