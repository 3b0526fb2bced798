from __future__ import annotations

from typing import Any

from django.db import models
from oscar.apps.catalogue.reviews.abstract_models import AbstractProductReview

from catalog.reviews.ratings import refresh


class ProductReview(AbstractProductReview):
    class Meta(AbstractProductReview.Meta):
        constraints = [
            models.CheckConstraint(condition=models.Q(score__gte=1, score__lte=5), name="review_score_is_one_to_five")
        ]

    # Oscar's own would write the whole product back as it was when it was read.
    def save(self, *args: Any, **kwargs: Any) -> None:
        models.Model.save(self, *args, **kwargs)
        refresh(self.product_id)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        product_id = self.product_id
        deleted = models.Model.delete(self, *args, **kwargs)
        refresh(product_id)
        return deleted


from oscar.apps.catalogue.reviews.models import *  # noqa: E402,F403
