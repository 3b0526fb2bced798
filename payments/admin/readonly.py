from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from marketplace.kernel.errors import MarketplaceError

MAY_CONFIRM = "payments.confirm_money"


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class OfficerAdmin(ReadOnlyAdmin):
    """Read-only, with one thing that an officer may say about a row (`act`), on a page of its own."""

    change_form_template = "admin/payments/with_action.html"
    action_label: str | Promise = ""
    form_class: type[forms.Form]

    def is_waiting(self, obj: Any) -> bool:
        """Whether there is something to say about it."""
        raise NotImplementedError

    def act(self, request: HttpRequest, obj: Any, cleaned: dict[str, Any]) -> str:
        """One call into the domain; answers what the officer reads."""
        raise NotImplementedError

    def get_urls(self) -> list[Any]:
        info = self.opts.app_label, self.opts.model_name
        page = path(
            "<int:pk>/xac-nhan/", self.admin_site.admin_view(self.action_page), name="{}_{}_confirm".format(*info)
        )
        return [page, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        obj = self.get_object(request, object_id)
        extra = dict(extra_context or {})
        if obj is not None and request.user.has_perm(MAY_CONFIRM) and self.is_waiting(obj):
            extra |= {"action_url": self._action_url(obj), "action_label": self.action_label}
        return super().change_view(request, object_id, form_url, extra)

    def action_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm(MAY_CONFIRM):
            raise PermissionDenied
        obj = get_object_or_404(self.get_queryset(request), pk=pk)
        form = self.make_form(request.POST if request.method == "POST" else None, obj)
        if request.method == "POST" and form.is_valid():
            return self._acted(request, obj, lambda: self.act(request, obj, form.cleaned_data), form)
        return self._page(request, obj, form)

    def make_form(self, data: Any, obj: Any) -> forms.Form:
        return self.form_class(data)

    def _acted(self, request: HttpRequest, obj: Any, act: Callable[[], str], form: forms.Form) -> HttpResponse:
        try:
            messages.success(request, act())
        except MarketplaceError as error:
            form.add_error(None, _(error.message))
            return self._page(request, obj, form)
        info = self.opts.app_label, self.opts.model_name
        return redirect(reverse("admin:{}_{}_changelist".format(*info)))

    def _page(self, request: HttpRequest, obj: Any, form: forms.Form) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": obj,
            "title": self.action_label,
            "form": form,
        }
        return TemplateResponse(request, "admin/payments/confirm.html", context)

    def _action_url(self, obj: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_confirm", args=[obj.pk])
