"""The outbox: whoever changes what a search document says calls `touch` in the same transaction.

The indexer (catalog.search.indexer) carries the products over afterwards, so a crash between commit and index loses
nothing. Bulk writes send no signals: they must call `touch` themselves.
"""

from __future__ import annotations

from collections.abc import Iterable

from catalog.models import IndexTask, Product

_ROWS_AT_ONCE = 2_000


def touch(product_ids: Iterable[int]) -> None:
    """The documents of these products are to be written again; a pack stands for its parent."""
    ids = set(product_ids)
    if ids:
        parents = dict(Product.objects.filter(pk__in=ids, parent__isnull=False).values_list("pk", "parent_id"))
        ids = {parents.get(pk, pk) for pk in ids}
    IndexTask.objects.bulk_create([IndexTask(product_id=pk) for pk in sorted(ids)], batch_size=_ROWS_AT_ONCE)


def touch_seller(seller_id: int) -> None:
    """All products of a seller: it was renamed, approved, suspended or closed."""
    touch(Product.objects.filter(seller=seller_id, parent__isnull=True).values_list("pk", flat=True))
