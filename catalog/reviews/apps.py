from __future__ import annotations

from django.apps import AppConfig
from oscar.apps.catalogue.reviews import apps


class ReviewsConfig(apps.CatalogueReviewsConfig):
    name = "catalog.reviews"
    # Oscar's ready() loads the views of its own pages, which are not served here.
    ready = AppConfig.ready
