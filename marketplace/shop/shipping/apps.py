from __future__ import annotations

from django.apps import AppConfig
from oscar.apps.shipping import apps


class ShippingConfig(apps.ShippingConfig):
    name = "marketplace.shop.shipping"
    # Oscar's ready() loads the views of its own pages, which are not served here.
    ready = AppConfig.ready
