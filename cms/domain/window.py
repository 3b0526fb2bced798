"""Pictures of the market as it is today, for the top of the home page and the list of categories."""

from __future__ import annotations

from django.core.cache import cache
from django.utils import timezone

from catalog.queries.category_tree import CategoryTree, Node, get_category_tree
from catalog.search import service
from catalog.search.contract import SearchQuery
from marketplace.kernel import times

_KEY = "cms.category_pictures"
_SECONDS = 600


def category_pictures() -> dict[str, str]:
    """The photo of one thing that can be bought now, by category of the first level; kept for ten minutes."""
    known: dict[str, str] | None = cache.get(_KEY)
    if known is None:
        month = times.business_day(timezone.now()).month
        tree = get_category_tree()
        found = ((node.path, _photo_in(node, tree, month)) for node in tree.top())
        known = {path: photo for path, photo in found if photo}
        if known:
            cache.set(_KEY, known, _SECONDS)
    return known


def _photo_in(node: Node, tree: CategoryTree, month: int) -> str:
    """From the first kind below, which is what the name makes people think of: fresh fruit, not a box of crisps."""
    kinds = [*(below.path for below in tree.children(node)[:1]), node.path]
    return next((photo for photo in (_photo_of(kind, month) for kind in kinds) if photo), "")


def _photo_of(category: str, month: int) -> str:
    query = SearchQuery(category=category, in_stock=True, month=month, page_size=8, with_facets=False)
    return next((hit.photo_key for hit in service.search(query).hits if hit.photo_key), "")
