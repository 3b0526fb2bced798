from __future__ import annotations

from django.apps import AppConfig
from oscar.apps.basket import apps


class BasketConfig(apps.BasketConfig):
    name = "marketplace.shop.basket"
    # Oscar's ready() loads the views of its own pages, which are not served here.
    ready = AppConfig.ready
