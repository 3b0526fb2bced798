"""All the goods and sellers that the blocks of one page chose, fetched once for the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils import timezone

from catalog.search import documents
from catalog.search.cards import unpack
from catalog.search.contract import Hit
from marketplace.kernel import times
from sellers.models import Seller


@dataclass
class Shelf:
    product_ids: set[int] = field(default_factory=set)
    seller_ids: set[int] = field(default_factory=set)
    _seen: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, blocks: Iterable[Any]) -> Shelf:
        """From the blocks of a StreamField, or from pairs of block and value."""
        shelf = cls()
        for bound in blocks:
            value = bound.value if hasattr(bound, "value") else bound[1]
            if not isinstance(value, dict):
                continue
            shelf.product_ids.update(row.pk for row in value.get("products") or () if row is not None)
            shelf.seller_ids.update(row.pk for row in value.get("sellers") or () if row is not None)
        return shelf

    def hits(self, product_ids: Iterable[int]) -> list[Hit]:
        """In the order of the ids; what is not on sale is left out."""
        return [self._hits[pk] for pk in product_ids if pk in self._hits]

    def sellers(self, seller_ids: Iterable[int]) -> list[Seller]:
        return [self._sellers[pk] for pk in seller_ids if pk in self._sellers]

    def take_unseen(self, hits: Iterable[Hit], count: int) -> list[Hit]:
        """The first hits that stand nowhere higher on the page."""
        fresh = [hit for hit in hits if hit.id not in self._seen][:count]
        self._seen.update(hit.id for hit in fresh)
        return fresh

    @cached_property
    def _hits(self) -> dict[int, Hit]:
        if not self.product_ids:
            return {}
        day = times.business_day(timezone.now())
        found = (unpack(document.card, day) for document in documents.build(sorted(self.product_ids), day))
        return {hit.id: hit for hit in found}

    @cached_property
    def _sellers(self) -> dict[int, Seller]:
        return Seller.objects.selling().in_bulk(self.seller_ids) if self.seller_ids else {}
