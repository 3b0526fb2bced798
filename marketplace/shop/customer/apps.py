from __future__ import annotations

from django.apps import AppConfig
from oscar.apps.customer import apps


class CustomerConfig(apps.CustomerConfig):
    name = "marketplace.shop.customer"
    # Oscar's ready() loads the views of its own pages, which are not served here.
    ready = AppConfig.ready
