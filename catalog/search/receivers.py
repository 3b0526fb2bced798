"""Saves that change what a search document says write to the outbox by themselves, in their own transaction.

`QuerySet.update`, `bulk_create` and `bulk_update` send no signal: who uses them calls `outbox.touch`.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save

from catalog.models import Category, Certificate, Product, ProductCategory, ProductImage
from catalog.search import outbox

# What of a seller a document says or depends on.
_SELLER_FIELDS = {"name", "slug", "status", "commune_code"}


def connect() -> None:
    for signal in (post_save, post_delete):
        signal.connect(_product_changed, sender=Product, dispatch_uid="search-product")
        signal.connect(_of_product_changed, sender="partner.StockRecord", dispatch_uid="search-stock")
        for model in (Certificate, ProductImage, ProductCategory):
            signal.connect(_of_product_changed, sender=model, dispatch_uid=f"search-{model.__name__}")
    m2m_changed.connect(_categories_changed, sender=Product.categories.through, dispatch_uid="search-categories")
    post_save.connect(_category_changed, sender=Category, dispatch_uid="search-category")
    post_save.connect(_seller_changed, sender="partner.Partner", dispatch_uid="search-seller")


def _product_changed(instance: Product, **kwargs: Any) -> None:
    outbox.touch([instance.parent_id or instance.pk])


def _of_product_changed(instance: Any, **kwargs: Any) -> None:
    outbox.touch([instance.product_id])


def _categories_changed(instance: Any, action: str, pk_set: set[int] | None, **kwargs: Any) -> None:
    if not action.startswith("post_"):
        return
    if isinstance(instance, Product):
        outbox.touch([instance.pk])
    elif pk_set:
        outbox.touch(pk_set)


def _category_changed(instance: Category, created: bool, **kwargs: Any) -> None:
    if not created:
        outbox.touch_category(instance.path)


def _seller_changed(instance: Any, created: bool, update_fields: frozenset[str] | None, **kwargs: Any) -> None:
    if not created and (update_fields is None or update_fields & _SELLER_FIELDS):
        outbox.touch_seller(instance.pk)
