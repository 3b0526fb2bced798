from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.money import written
from payments.admin.readonly import MAY_CONFIRM, OfficerAdmin
from payments.domain import charges, statement
from payments.domain.money_in import IncomingMoney
from payments.models import Charge, ChargeEvent, ChargeState


class TransferForm(forms.Form):
    amount = forms.IntegerField(label=_("Số tiền ghi có trên sao kê (đồng)"), min_value=1, max_value=10**12)
    provider_id = forms.CharField(
        label=_("Mã giao dịch của ngân hàng"),
        max_length=100,
        help_text=_("Ví dụ FT26328123456. Mỗi giao dịch chỉ được ghi nhận một lần."),
    )
    is_different = forms.BooleanField(
        label=_("Số tiền khác số phải thu hoặc khoản đã đóng, vẫn ghi nhận vào hàng chờ xử lý"), required=False
    )

    def __init__(self, data: Any, charge: Charge) -> None:
        super().__init__(data)
        self.charge = charge

    def clean_provider_id(self) -> str:
        return "".join(self.cleaned_data["provider_id"].split()).upper()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        amount = cleaned.get("amount")
        if amount is not None and not cleaned.get("is_different"):
            self._require_agreement(amount)
        return cleaned

    def _require_agreement(self, amount: int) -> None:
        if not self.charge.is_live:
            self.add_error("is_different", gettext("Khoản này đã đóng: tiền sẽ vào hàng chờ hoàn trả."))
        elif amount != self.charge.due_amount:
            text = gettext("Số phải thu là %(due)s, khác số bạn nhập %(amount)s.")
            amounts = {"due": written(self.charge.due_amount), "amount": written(amount)}
            self.add_error("amount", text % amounts)


class StatementForm(forms.Form):
    text = forms.CharField(
        label=_("Dán các dòng sao kê"),
        widget=forms.Textarea(attrs={"rows": 10, "cols": 100}),
        max_length=200_000,
        help_text=_("Mã thanh toán XT… được tìm trong từng dòng, dù ngân hàng đã viết hoa hay chèn thêm chữ."),
    )


class EventInline(admin.TabularInline):
    model = ChargeEvent
    fields = ("at", "kind", "detail", "announced_at")
    readonly_fields = fields
    extra = 0
    can_delete = False
    ordering = ("id",)

    def has_add_permission(self, request: HttpRequest, obj: Charge | None = None) -> bool:
        return False


@admin.register(Charge)
class ChargeAdmin(OfficerAdmin):
    list_display = (
        "reference",
        "order",
        "method",
        "state",
        "amount",
        "captured_amount",
        "refunded_amount",
        "expires_at",
    )
    list_filter = ("state", "method", "purpose")
    search_fields = ("reference", "order__number", "provider_id")
    date_hierarchy = "opened_at"
    ordering = ("-id",)
    list_select_related = ("order",)
    exclude = ("provider_data", "return_url")
    change_list_template = "admin/payments/charge/change_list.html"
    inlines = (EventInline,)
    action_label = _("Xác nhận tiền chuyển khoản đã về")

    def get_urls(self) -> list[Any]:
        page = path("sao-ke/", self.admin_site.admin_view(self.statement_page), name="payments_charge_statement")
        return [page, *super().get_urls()]

    def is_waiting(self, obj: Charge) -> bool:
        # Money may still come for a closed one; it is then set aside.
        return obj.method == "bank_transfer" and obj.state != ChargeState.SUCCEEDED

    def make_form(self, data: Any, obj: Charge) -> forms.Form:
        if obj.method != "bank_transfer":
            raise PermissionDenied
        return TransferForm(data, obj)

    def act(self, request: HttpRequest, obj: Charge, cleaned: dict[str, Any]) -> str:
        money = IncomingMoney(
            amount=cleaned["amount"], provider_id=cleaned["provider_id"], confirmed_by_id=request.user.pk
        )
        charge = charges.capture(charge=obj, money=money, at=timezone.now())
        text = gettext("Đã ghi nhận %(amount)s cho %(reference)s: %(state)s.")
        amount = written(cleaned["amount"])
        return text % {"amount": amount, "reference": charge.reference, "state": charge.get_state_display()}

    def statement_page(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm(MAY_CONFIRM):
            raise PermissionDenied
        form = StatementForm(request.POST if request.method == "POST" else None)
        is_read = request.method == "POST" and form.is_valid()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Đối chiếu sao kê"),
            "form": form,
            "matches": statement.find_matches(text=form.cleaned_data["text"]) if is_read else None,
        }
        return TemplateResponse(request, "admin/payments/statement.html", context)
