from __future__ import annotations

from django.contrib import admin

from marketplace.accounts.models import User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ("__str__", "phone", "email", "is_staff", "is_active", "date_joined")
    search_fields = ("phone", "email", "first_name", "last_name")
    readonly_fields = ("password", "last_login", "date_joined")
