from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.money import written
from payments.admin.readonly import OfficerAdmin, ReadOnlyAdmin
from payments.domain import refunds, unmatched
from payments.models import ReceivedMoney, Refund, RefundState, UnmatchedMoney, UnmatchedState


class SentForm(forms.Form):
    provider_id = forms.CharField(label=_("Mã giao dịch chuyển trả"), max_length=100)
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)


class RefundForm(forms.Form):
    provider_id = forms.CharField(label=_("Mã giao dịch chuyển trả"), max_length=100, required=False)
    failure = forms.CharField(
        label=_("Không chuyển được vì"),
        max_length=300,
        required=False,
        help_text=_("Chỉ điền khi không hoàn được: các bút toán sẽ được đảo lại."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("provider_id")) == bool(cleaned.get("failure")):
            raise forms.ValidationError(gettext("Điền mã giao dịch, hoặc lý do không chuyển được."))
        return cleaned


@admin.register(Refund)
class RefundAdmin(OfficerAdmin):
    list_display = ("reference", "charge", "part", "amount", "state", "requested_at", "closed_at")
    list_filter = ("state", "charge__method")
    search_fields = ("reference", "charge__reference", "charge__order__number")
    ordering = ("-id",)
    list_select_related = ("charge", "part")
    action_label = _("Đã hoàn tiền cho khách")
    form_class = RefundForm

    def is_waiting(self, obj: Refund) -> bool:
        return obj.state == RefundState.PENDING

    def act(self, request: HttpRequest, obj: Refund, cleaned: dict[str, Any]) -> str:
        if cleaned["failure"]:
            refunds.fail_refund(refund_id=obj.pk, failure=cleaned["failure"], at=timezone.now())
            return gettext("Đã ghi là không hoàn được: %(reference)s.") % {"reference": obj.reference}
        refunds.confirm_refund(refund_id=obj.pk, provider_id=cleaned["provider_id"], at=timezone.now())
        return gettext("Đã ghi là đã hoàn %(amount)s.") % {"amount": written(obj.amount)}


@admin.register(UnmatchedMoney)
class UnmatchedMoneyAdmin(OfficerAdmin):
    list_display = ("received", "charge", "amount", "reason", "state", "closed_at")
    list_filter = ("state", "reason")
    search_fields = ("received__provider_id", "received__charge__reference")
    ordering = ("-id",)
    list_select_related = ("received__charge",)
    action_label = _("Đã trả lại tiền")
    form_class = SentForm

    @admin.display(description=_("khoản phải thu"))
    def charge(self, obj: UnmatchedMoney) -> str:
        return obj.received.charge.reference

    def is_waiting(self, obj: UnmatchedMoney) -> bool:
        return obj.state == UnmatchedState.WAITING

    def act(self, request: HttpRequest, obj: UnmatchedMoney, cleaned: dict[str, Any]) -> str:
        unmatched.give_back(
            unmatched=obj,
            provider_id=cleaned["provider_id"],
            note=cleaned["note"],
            by_id=request.user.pk,
            at=timezone.now(),
        )
        return gettext("Đã ghi là đã trả lại %(amount)s.") % {"amount": written(obj.amount)}


@admin.register(ReceivedMoney)
class ReceivedMoneyAdmin(ReadOnlyAdmin):
    list_display = ("provider_id", "method", "charge", "amount", "at", "confirmed_by")
    list_filter = ("method",)
    search_fields = ("provider_id", "charge__reference")
    date_hierarchy = "at"
    ordering = ("-id",)
    list_select_related = ("charge", "confirmed_by")
