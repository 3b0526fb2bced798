from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oscar.apps.basket.abstract_models import AbstractBasket


class Basket(AbstractBasket):
    def all_lines(self) -> Any:
        """Oscar's cached lines, with all that price, availability and units need in one query."""
        if self.pk is None:
            return self.lines.model.objects.none()
        if self._lines is None:
            lines = self.lines.select_related("product__parent", "product__product_class", "stockrecord__partner")
            self._lines = _sorted(lines)
        return self._lines


def _sorted(lines: Any) -> Any:
    """By key, here rather than in SQL: Django compares every column that is read with those that are sorted by, and of
    so many columns that takes longer than the query itself. Still a queryset, as Oscar expects."""
    lines = lines.order_by()
    lines._result_cache = sorted(lines, key=lambda line: line.pk)
    return lines


if TYPE_CHECKING:
    # Oscar makes it at run time, which no type checker can see.
    from oscar.apps.basket.abstract_models import AbstractLine as Line

from oscar.apps.basket.models import *  # noqa: E402, F403  # Oscar defines only what is not registered yet.
