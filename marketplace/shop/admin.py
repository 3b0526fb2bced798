"""Officers make vouchers in Django's admin. Oscar's own form leaves out every limit of an offer."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from oscar.apps.offer import admin as oscar
from oscar.core.loading import get_model

ConditionalOffer = get_model("offer", "ConditionalOffer")


class OfferAdmin(oscar.ConditionalOfferAdmin):
    readonly_fields = ("total_discount", "num_orders", "num_applications")
    fieldsets: ClassVar = [
        (None, {"fields": ("name", "description", "offer_type", "status", "condition", "benefit")}),
        (_("Thời gian"), {"fields": ("start_datetime", "end_datetime", "priority", "exclusive")}),
        (
            _("Giới hạn"),
            {
                "fields": (
                    "max_global_applications",
                    "max_user_applications",
                    "max_basket_applications",
                    "max_discount",
                )
            },
        ),
        (_("Đã dùng"), {"fields": ("total_discount", "num_orders", "num_applications")}),
    ]


admin.site.unregister(ConditionalOffer)
admin.site.register(ConditionalOffer, OfferAdmin)
