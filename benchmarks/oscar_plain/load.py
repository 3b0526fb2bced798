"""Fill plain Oscar with the marketplace's own catalogue: one JSON object a line (benchmarks/catalogue.py)."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

_BATCH = 2_000


def main(catalogue: Path) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.oscar_plain.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    _load(catalogue)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("rebuild_index", interactive=False, verbosity=0)


def _load(catalogue: Path) -> None:
    from django.db import transaction
    from oscar.apps.address.models import Country
    from oscar.apps.catalogue.models import Product, ProductClass

    if Product.objects.exists():
        return
    with transaction.atomic():
        Country.objects.get_or_create(
            iso_3166_1_a2="VN", defaults={"name": "Viet Nam", "printable_name": "Viet Nam", "is_shipping_country": True}
        )
        product_class = ProductClass.objects.create(name="Farm product", track_stock=True)
        lines = catalogue.open(encoding="utf-8")
        for batch in _batches(json.loads(line) for line in lines):
            _write(batch, product_class)


def _write(rows: list[dict[str, Any]], product_class: Any) -> None:
    from oscar.apps.catalogue.categories import create_from_breadcrumbs
    from oscar.apps.catalogue.models import Product, ProductCategory
    from oscar.apps.partner.models import Partner, StockRecord

    partners = {name: Partner.objects.get_or_create(name=name)[0] for name in {row["seller"] for row in rows}}
    categories = {trail: create_from_breadcrumbs(trail) for trail in {row["category"] for row in rows}}
    products = Product.objects.bulk_create(
        Product(
            id=row["id"],
            upc=row["upc"],
            title=row["title"],
            slug=row["slug"],
            description=row["description"],
            product_class=product_class,
        )
        for row in rows
    )
    ProductCategory.objects.bulk_create(
        ProductCategory(product=product, category=categories[row["category"]])
        for product, row in zip(products, rows, strict=True)
    )
    StockRecord.objects.bulk_create(
        StockRecord(
            product=product,
            partner=partners[row["seller"]],
            partner_sku=row["upc"],
            price_currency="VND",
            price=row["price"],
            num_in_stock=row["stock"],
        )
        for product, row in zip(products, rows, strict=True)
    )


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


if __name__ == "__main__":
    main(Path(sys.argv[1]))
