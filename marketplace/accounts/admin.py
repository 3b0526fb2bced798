from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from marketplace.accounts.fields import PhoneField
from marketplace.accounts.models import Consent, ErasureRequest, User


class UserForm(forms.ModelForm):
    phone = PhoneField(required=False)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """No passwords here: who is added signs in with a code and sets one."""

    form = UserForm
    list_display = ("__str__", "phone", "email", "is_staff", "is_active", "date_joined")
    list_filter = ("is_staff", "is_active")
    search_fields = ("phone", "email", "first_name", "last_name")
    ordering = ("-pk",)
    exclude = ("password",)
    filter_horizontal = ("groups", "user_permissions")
    readonly_fields = ("last_login", "date_joined", "phone_verified_at")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)


class ProofAdmin(admin.ModelAdmin):
    """What people agreed to and asked for is looked at, not edited."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Consent)
class ConsentAdmin(ProofAdmin):
    list_display = ("user", "purpose", "policy_version", "granted_at", "withdrawn_at")
    list_filter = ("purpose",)
    list_select_related = ("user",)


@admin.register(ErasureRequest)
class ErasureRequestAdmin(ProofAdmin):
    list_display = ("user", "requested_at", "due_at", "cancelled_at", "done_at")
    list_select_related = ("user",)
