from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from ninja import Router

from catalog.models import Category
from marketplace.api.caching import PUBLIC
from marketplace.api.limits import READ
from marketplace.api.schemas.categories import CategoryList
from marketplace.api.schemas.problem import answers

router = Router(tags=["categories"], throttle=READ)


@router.get("", response=answers({200: CategoryList}), summary=_("Cây nhóm hàng"), operation_id="list_categories")
def list_categories(request: HttpRequest, response: HttpResponse) -> dict[str, object]:
    response["Cache-Control"] = PUBLIC
    return {"results": _tree()}


def _tree() -> list[dict[str, object]]:
    """In one query: parents come before their children, so a path is its parent's path and one slug more."""
    paths: dict[str, str] = {}
    items: list[dict[str, object]] = []
    for category in Category.objects.browsable().order_by("path"):
        parent = paths.get(category.path[: -Category.steplen])
        if parent is None and category.depth > 1:
            # Under a hidden category everything is hidden.
            continue
        path = f"{parent}/{category.slug}" if parent else category.slug
        paths[category.path] = path
        items.append(
            {
                "path": path,
                "parent": parent,
                "depth": category.depth,
                "name": category.name,
                "name_en": category.name_en,
                "url": reverse("category", kwargs={"path": path}),
            }
        )
    return items
