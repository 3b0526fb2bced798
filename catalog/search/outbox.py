"""The outbox: whoever changes what a search document says calls `touch` in the same transaction.

The indexer (catalog.search.indexer) carries the products over afterwards, so a crash between commit and index loses
nothing. Saving a product, its stock, certificates, photos, categories or seller calls it by itself (receivers);
`QuerySet.update` and bulk writes send no signals, so who uses them calls it.
"""

from __future__ import annotations

from collections.abc import Iterable

from catalog.models import IndexTask, Product, ProductCategory

_ROWS_AT_ONCE = 2_000


def touch(product_ids: Iterable[int]) -> None:
    """The documents of these products are to be written again, in one insert; a pack stands for its parent."""
    IndexTask.objects.bulk_create([IndexTask(product_id=pk) for pk in sorted(set(product_ids))], _ROWS_AT_ONCE)


def touch_seller(seller_id: int) -> None:
    """All products of a seller: it was renamed, approved, suspended or closed."""
    touch(Product.objects.filter(seller=seller_id, parent__isnull=True).values_list("pk", flat=True))


def touch_category(tree_path: str) -> None:
    """All products in a category or below it, by its place in the tree: it was renamed, hidden or moved."""
    found = ProductCategory.objects.filter(category__path__startswith=tree_path)
    touch(found.values_list("product_id", flat=True))
