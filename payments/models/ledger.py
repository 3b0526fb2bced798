"""The books. Double entry and append-only: `payments.domain.ledger.post` is the one writer.

An amount is signed whole đồng: a debit is positive, a credit negative. The triggers of `payments.models.triggers`
hold on both databases what constraints cannot: the legs of an entry sum to zero, an entry once written takes no more
legs, and nothing here is ever changed or deleted.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountCode(models.TextChoices):
    """The chart of accounts; what each is for stands in docs/money.md, "Chart of accounts"."""

    BANK = "BANK", _("Tiền gửi ngân hàng")
    STRIPE = "STRIPE", _("Số dư ở Stripe")
    SANDBOX = "SANDBOX", _("Tiền thử")
    CASH_COLLECTED = "CASH_COLLECTED", _("Tiền thu hộ chưa nộp")
    DISPUTED = "DISPUTED", _("Tiền đang bị khiếu nại")
    ORDERS_HELD = "ORDERS_HELD", _("Tiền khách trả chờ giao hàng")
    BILLS_HELD = "BILLS_HELD", _("Tiền hoá đơn chờ chuyển")
    SELLER_PAYABLE = "SELLER_PAYABLE", _("Phải trả nhà vườn")
    REFUNDS_PAYABLE = "REFUNDS_PAYABLE", _("Phải hoàn cho khách")
    SUSPENSE = "SUSPENSE", _("Tiền chưa khớp")
    VAT_WITHHELD = "VAT_WITHHELD", _("Thuế GTGT khấu trừ hộ")
    PIT_WITHHELD = "PIT_WITHHELD", _("Thuế TNCN khấu trừ hộ")
    COMMISSION = "COMMISSION", _("Hoa hồng")
    GATEWAY_FEES = "GATEWAY_FEES", _("Phí cổng thanh toán")
    DISPUTE_LOSSES = "DISPUTE_LOSSES", _("Lỗ do khiếu nại")


class EntryEvent(models.TextChoices):
    """What happened; the legs of each are in docs/money.md, "Posting rules"."""

    PAYMENT_CAPTURED = "PAYMENT_CAPTURED", _("Đã nhận thanh toán")
    CASH_COLLECTED = "CASH_COLLECTED", _("Đã thu tiền khi giao")
    CASH_HANDED_IN = "CASH_HANDED_IN", _("Đã nộp tiền thu hộ")
    MONEY_UNMATCHED = "MONEY_UNMATCHED", _("Tiền về chưa khớp")
    UNMATCHED_RETURNED = "UNMATCHED_RETURNED", _("Đã trả lại tiền chưa khớp")
    PART_RELEASED = "PART_RELEASED", _("Đã giao, ghi tiền cho nhà vườn")
    REFUND_REQUESTED = "REFUND_REQUESTED", _("Ghi nhận hoàn tiền")
    REFUND_PAID = "REFUND_PAID", _("Đã hoàn tiền")
    REVERSAL = "REVERSAL", _("Bút toán đảo")
    GATEWAY_FEE = "GATEWAY_FEE", _("Phí cổng thanh toán")
    DISPUTE_OPENED = "DISPUTE_OPENED", _("Khách khiếu nại với ngân hàng")
    DISPUTE_WON = "DISPUTE_WON", _("Thắng khiếu nại")
    DISPUTE_LOST = "DISPUTE_LOST", _("Thua khiếu nại")


class Account(models.Model):
    """One account of the chart, or one seller's share of it."""

    code = models.CharField(_("tài khoản"), max_length=20, choices=AccountCode)
    seller = models.ForeignKey(
        "partner.Partner",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ledger_accounts",
        verbose_name=_("nhà vườn"),
    )

    class Meta:
        verbose_name = _("tài khoản sổ cái")
        verbose_name_plural = _("tài khoản sổ cái")
        constraints = [
            models.UniqueConstraint(fields=["code", "seller"], name="account_once_a_seller"),
            models.UniqueConstraint(fields=["code"], condition=models.Q(seller__isnull=True), name="account_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_code_display()} – {self.seller}" if self.seller_id else self.get_code_display()


class Entry(models.Model):
    """One thing that happened to money, with its legs. `key` makes it happen once."""

    # Known before the row is written, because the legs go in first and the entry seals them.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.CharField(_("sự kiện"), max_length=20, choices=EntryEvent)
    key = models.CharField(_("khoá"), max_length=120, unique=True)
    # Of event and legs: the same key with other legs is refused.
    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField(_("lúc"), db_index=True)
    charge = models.ForeignKey(
        "payments.Charge", on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    order = models.ForeignKey(
        "order.Order", on_delete=models.PROTECT, null=True, blank=True, related_name="ledger_entries"
    )
    part = models.ForeignKey(
        "partner.SellerOrder", on_delete=models.PROTECT, null=True, blank=True, related_name="ledger_entries"
    )
    refund = models.ForeignKey(
        "payments.Refund", on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by")
    memo = models.CharField(_("ghi chú"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("bút toán")
        verbose_name_plural = _("bút toán")
        constraints = [
            models.CheckConstraint(condition=~models.Q(key=""), name="entry_has_a_key"),
            models.CheckConstraint(
                condition=models.Q(event=EntryEvent.REVERSAL, reverses__isnull=False)
                | (~models.Q(event=EntryEvent.REVERSAL) & models.Q(reverses__isnull=True)),
                name="entry_reversal_names_its_entry",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Posting(models.Model):
    """One leg of an entry."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="postings")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="postings")
    amount = models.BigIntegerField(_("số tiền (nợ +, có −)"))

    class Meta:
        verbose_name = _("dòng bút toán")
        verbose_name_plural = _("dòng bút toán")
        constraints = [models.CheckConstraint(condition=~models.Q(amount=0), name="posting_of_something")]
