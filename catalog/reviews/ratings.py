from __future__ import annotations

from django.apps import apps
from django.db import transaction
from django.db.models import Avg, Count

# Oscar's AbstractProductReview.APPROVED, which is not loaded yet when the model imports this.
APPROVED = 1


def refresh(product_id: int | None) -> None:
    """Count a product's published reviews anew and tell the search. Writes these two columns only."""
    if product_id is None:
        return
    # The models import this module.
    from catalog.models import Product
    from catalog.search.outbox import touch

    with transaction.atomic():
        # Two reviews published at once wait for each other, so the second counts both.
        Product.objects.select_for_update().only("pk").filter(pk=product_id).first()
        reviews = apps.get_model("reviews", "ProductReview").objects
        published = reviews.filter(product_id=product_id, status=APPROVED)
        figures = published.aggregate(rating=Avg("score"), count=Count("pk"))
        Product.objects.filter(pk=product_id).update(rating=figures["rating"], reviews_count=figures["count"])
        touch([product_id])
