from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oscar.apps.basket.abstract_models import AbstractBasket


class Basket(AbstractBasket):
    def all_lines(self) -> Any:
        """Oscar's cached lines, with all that price, availability and units need in one query."""
        if self.pk is None:
            return self.lines.model.objects.none()
        if self._lines is None:
            self._lines = self.lines.select_related(
                "product__parent", "product__product_class", "stockrecord__partner"
            ).order_by("pk")
        return self._lines


if TYPE_CHECKING:
    # Oscar makes it at run time, which no type checker can see.
    from oscar.apps.basket.abstract_models import AbstractLine as Line

from oscar.apps.basket.models import *  # noqa: E402, F403  # Oscar defines only what is not registered yet.
