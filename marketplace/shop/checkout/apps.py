from __future__ import annotations

from django.apps import AppConfig
from oscar.apps.checkout import apps


class CheckoutConfig(apps.CheckoutConfig):
    name = "marketplace.shop.checkout"
    # Oscar's ready() loads the views of its own pages, which are not served here.
    ready = AppConfig.ready
