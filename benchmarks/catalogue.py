"""The marketplace's catalogue as one JSON object a line, so that plain Oscar is filled with the same goods."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

# Nobody is to find a shelf empty while it is measured.
STOCK = 1_000_000


@dataclass(frozen=True, slots=True)
class Goods:
    id: int
    # What is put into a basket: the product itself, or its cheapest pack.
    buy_id: int
    upc: str
    title: str
    slug: str
    description: str
    # "Chè, trà > Chè xanh", as Oscar writes the way to a category.
    category: str
    category_path: str
    seller: str
    price: int
    stock: int
    can_be_bought: bool


def read(path: Path) -> list[Goods]:
    with path.open(encoding="utf-8") as lines:
        return [Goods(**json.loads(line)) for line in lines]


def main(path: Path) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.dev")
    django.setup()
    with path.open("w", encoding="utf-8") as file:
        for goods in _goods():
            file.write(json.dumps(asdict(goods), ensure_ascii=False) + "\n")


def fill_shelves() -> None:
    from sellers.models import StockRecord

    StockRecord.objects.filter(num_in_stock__lt=STOCK).update(num_in_stock=STOCK)


def _goods() -> Iterator[Goods]:
    from django.utils import timezone

    from catalog.models import ProductCategory
    from catalog.queries.category_tree import get_category_tree
    from marketplace.kernel import times
    from sellers.models import StockRecord
    from sellers.strategy import State, buyable

    fill_shelves()
    day = times.business_day(timezone.now())
    tree = get_category_tree()
    paths = {node.id: node.path for node in tree.nodes.values()}
    places = dict(ProductCategory.objects.order_by("pk").values_list("product_id", "category_id"))
    records = StockRecord.objects.filter(product__is_public=True, price__isnull=False)
    seen: set[int] = set()
    for record in records.select_related("product__parent", "partner").order_by("price", "pk").iterator(2_000):
        shown = record.product.parent if record.product.is_child else record.product
        path = paths.get(places.get(shown.pk, 0), "")
        if shown.pk in seen or not path or not shown.is_public:
            continue
        seen.add(shown.pk)
        yield Goods(
            id=shown.pk,
            buy_id=record.product.pk,
            upc=f"SP{shown.pk}",
            title=shown.title,
            slug=shown.slug,
            description=shown.description,
            category=" > ".join(node.name.replace(">", "/") for node in tree.line(path)),
            category_path=path,
            seller=record.partner.name,
            price=int(record.price),
            stock=STOCK,
            can_be_bought=buyable(product=record.product, stock_record=record, on=day).state == State.AVAILABLE
            and not shown.is_age_restricted,
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
