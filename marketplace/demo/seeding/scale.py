"""Larger catalogues for benchmarks: the demo's products copied inside the database, in new batches.

Everything of a product is copied with it (packs, stock, categories, certificates, pictures), its name gains a batch
("…, mẻ 17") and its price moves a little. One statement a table copies many batches at once, on SQLite and PostgreSQL
alike. Nothing is written to the outbox: the index is rebuilt afterwards, which is faster than to follow.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction

from catalog.models import Certificate, Product, ProductCategory, ProductImage
from sellers.models import StockRecord

_COPIED = (Product, ProductCategory, ProductImage, Certificate, StockRecord)
# Batches that one transaction copies: some 20,000 products, so a stop loses seconds.
_BATCHES_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Batches `first` to `first + batches - 1`; copy k of product p has the id p + shift + k * span."""

    first: int
    batches: int
    shift: int
    span: int
    # Only products with an id up to this one (and their packs).
    last_pk: int


def seed_scale(total: int, progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Copy until the market has `total` products that have a page; returns how many were added."""
    base = list(_pages().filter(code__startswith="XT").order_by("pk").values_list("pk", flat=True))
    have = first = _pages().count()
    largest = Product.objects.filter(code__startswith="XT").order_by("pk").values_list("pk", flat=True).last() or 0
    while have < total and base:
        chunk = _next_chunk(base, largest, total - have)
        with transaction.atomic():
            _copy(chunk)
        have = _pages().count()
        progress(have - first, total - first)
    _finish()
    return have - first


def _pages() -> models.QuerySet[Product]:
    return Product.objects.filter(is_demo=True, parent=None)


def _next_chunk(base: list[int], largest: int, wanted: int) -> _Chunk:
    """`base` are the pages that are copied, `largest` the highest id of their packs."""
    whole = min(_BATCHES_AT_ONCE, wanted // len(base))
    smallest = base[0]
    return _Chunk(
        first=_batches_made() + 1,
        batches=max(1, whole),
        shift=Product.objects.latest("pk").pk + 1 - smallest,
        span=largest - smallest + 1,
        last_pk=base[-1] if whole else base[wanted - 1],
    )


def _batches_made() -> int:
    codes = Product.objects.filter(code__startswith="XB").order_by("-pk").values_list("code", flat=True)[:1]
    return max((int(code[2:].split("-")[0]) for code in codes), default=0)


def _copy(chunk: _Chunk) -> None:
    moved = f"{chunk.shift} + copies.k * {chunk.span}"
    batch = f"({chunk.first} + copies.k)"
    with connection.cursor() as cursor:
        _skip_foreign_key_checks(cursor)
        for model, changed in (
            (
                Product,
                {
                    "id": f"b.id + {moved}",
                    "parent_id": f"b.parent_id + {moved}",
                    "code": f"'XB' || {batch} || '-' || SUBSTR(b.code, 3)",
                    "title": f"CASE WHEN b.title = '' THEN '' ELSE b.title || ', mẻ ' || {batch} END",
                    "slug": f"b.slug || '-' || {batch}",
                },
            ),
            (ProductCategory, {"product_id": f"b.product_id + {moved}"}),
            (ProductImage, {"product_id": f"b.product_id + {moved}"}),
            (Certificate, {"product_id": f"b.product_id + {moved}"}),
            (
                StockRecord,
                {
                    "product_id": f"b.product_id + {moved}",
                    "partner_sku": f"'XB' || {batch} || '-' || SUBSTR(b.partner_sku, 3)",
                    "price": _MOVED_PRICE,
                    "num_allocated": "0",
                },
            ),
        ):
            cursor.execute(_statement(model, changed, chunk))


def _skip_foreign_key_checks(cursor: Any) -> None:
    """A third of the time on PostgreSQL, and every copy points at what its original does or at a copy made beside it.

    Only a superuser may; it holds until the transaction ends.
    """
    if connection.vendor == "postgresql":
        cursor.execute("SELECT current_setting('is_superuser')")
        if cursor.fetchone() == ("on",):
            cursor.execute("SET LOCAL session_replication_role = 'replica'")


# Ninety to a hundred and ten percent, in whole hundreds, by whole numbers only.
_MOVED_PRICE = (
    "CASE WHEN b.price < 1000 THEN b.price ELSE "
    "(CAST(b.price AS INTEGER) * (90 + (b.product_id * 7 + copies.k * 13) % 21) / 100 + 50) / 100 * 100 END"
)


def _statement(model: type[models.Model], changed: dict[str, str], chunk: _Chunk) -> str:
    """INSERT … SELECT of a whole table's share. Every value is a number of ours or a column: nothing is quoted in."""
    columns = [
        str(field.column) for field in model._meta.concrete_fields if not field.primary_key or field.column in changed
    ]
    values = [changed.get(column, f"b.{column}") for column in columns]
    table, products = model._meta.db_table, Product._meta.db_table
    product = "b" if model is Product else "p"
    join = "" if model is Product else f"JOIN {products} p ON p.id = b.product_id"
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608
        f"WITH RECURSIVE copies(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM copies WHERE k + 1 < {chunk.batches}) "
        f"SELECT {', '.join(values)} FROM {table} b {join} CROSS JOIN copies "
        f"WHERE {product}.code LIKE 'XT%' AND COALESCE({product}.parent_id, {product}.id) <= {chunk.last_pk}"
    )


def _finish() -> None:
    """Explicit ids left the sequence behind, and the planner knows nothing of the new rows."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            table = Product._meta.db_table
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT MAX(id) FROM {table}))"  # noqa: S608
            )
        for model in _COPIED:
            cursor.execute(f"ANALYZE {model._meta.db_table}")
