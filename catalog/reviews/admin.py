from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from catalog.reviews.models import ProductReview


@admin.register(ProductReview)
class ProductReviewAdmin(admin.ModelAdmin):
    """Reviews are published or refused, never written, rewritten or deleted by us."""

    list_display = ("product", "score", "body", "status", "date_created")
    list_filter = ("status", "score")
    list_select_related = ("product",)
    search_fields = ("body", "product__title")
    ordering = ("status", "-pk")
    fields = ("product", "score", "title", "body", "status", "date_created")
    readonly_fields = ("product", "score", "title", "body", "date_created")
    actions = ("publish", "refuse")

    @admin.action(description=_("Đăng các đánh giá đã chọn"), permissions=["change"])
    def publish(self, request: HttpRequest, reviews: QuerySet[ProductReview]) -> None:
        _decide(reviews, ProductReview.APPROVED)

    @admin.action(description=_("Không đăng các đánh giá đã chọn"), permissions=["change"])
    def refuse(self, request: HttpRequest, reviews: QuerySet[ProductReview]) -> None:
        _decide(reviews, ProductReview.REJECTED)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _decide(reviews: QuerySet[ProductReview], status: int) -> None:
    # One by one: each counts its product's rating anew.
    for review in reviews.exclude(status=status):
        review.status = status
        review.save(update_fields=["status"])
