from __future__ import annotations

from django.apps import AppConfig
from oscar.apps.partner import apps


class SellersConfig(apps.PartnerConfig):
    name = "sellers"
    # Oscar's ready() loads the views of its own pages, which are not served here.
    ready = AppConfig.ready
