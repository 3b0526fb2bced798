from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router

from catalog.queries.category_tree import Node, get_category_tree
from marketplace.api.caching import PUBLIC
from marketplace.api.limits import READ
from marketplace.api.schemas.categories import CategoryList
from marketplace.api.schemas.problem import answers

router = Router(tags=["categories"], throttle=READ)


@router.get("", response=answers({200: CategoryList}), summary=_("Cây nhóm hàng"), operation_id="list_categories")
def list_categories(request: HttpRequest, response: HttpResponse) -> dict[str, object]:
    response["Cache-Control"] = PUBLIC
    return {"results": [_item(node) for node in get_category_tree().nodes.values()]}


def _item(node: Node) -> dict[str, object]:
    return {
        "path": node.path,
        "parent": node.parent or None,
        "depth": node.path.count("/") + 1,
        "name": node.name,
        "name_en": node.name_en,
        "url": node.address,
    }
