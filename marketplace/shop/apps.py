from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ShopConfig(AppConfig):
    """Where the domains meet: hears what the layers below signal."""

    name = "marketplace.shop"
    label = "shop"
    verbose_name = _("Gian hàng")
