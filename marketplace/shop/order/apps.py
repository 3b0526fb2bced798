from __future__ import annotations

from django.apps import AppConfig
from oscar.apps.order import apps


class OrderConfig(apps.OrderConfig):
    name = "marketplace.shop.order"
    # Oscar's ready() loads the views of its own pages, which are not served here.
    ready = AppConfig.ready
