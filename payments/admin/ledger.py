from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet, Sum
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.money import written
from payments.admin.readonly import ReadOnlyAdmin
from payments.models import Account, Entry, Posting, SettlementLine


class PostingInline(admin.TabularInline):
    model = Posting
    fields = ("account", "debit", "credit")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Posting]:
        return super().get_queryset(request).select_related("account__seller").order_by("id")

    @admin.display(description=_("Nợ"))
    def debit(self, posting: Posting) -> str:
        return written(posting.amount) if posting.amount > 0 else ""

    @admin.display(description=_("Có"))
    def credit(self, posting: Posting) -> str:
        return written(-posting.amount) if posting.amount < 0 else ""


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "event", "key", "order", "memo")
    list_filter = ("event",)
    search_fields = ("key", "charge__reference", "order__number", "part__reference")
    date_hierarchy = "at"
    ordering = ("-at", "-created_at")
    list_select_related = ("order",)
    inlines = (PostingInline,)


@admin.register(Account)
class AccountAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "code", "balance")
    list_filter = ("code",)
    search_fields = ("seller__name",)
    ordering = ("code", "seller_id")
    list_select_related = ("seller",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Account]:
        return super().get_queryset(request).annotate(total=Sum("postings__amount", default=0))

    @admin.display(description=_("Số dư (nợ +, có −)"), ordering="total")
    def balance(self, account: Any) -> str:
        return written(account.total)


@admin.register(SettlementLine)
class SettlementLineAdmin(ReadOnlyAdmin):
    list_display = ("at", "part", "kind", "base_amount", "rate_bp", "amount")
    list_filter = ("kind",)
    search_fields = ("part__reference", "part__seller__name")
    ordering = ("-id",)
    list_select_related = ("part",)
