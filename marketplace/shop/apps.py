from __future__ import annotations

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class ShopConfig(AppConfig):
    """Where the domains meet: hears what the layers below signal."""

    name = "marketplace.shop"
    label = "shop"
    verbose_name = _("Gian hàng")

    def ready(self) -> None:
        from marketplace.settings.checks import PRODUCTION, production_is_safe
        from marketplace.shop import receivers  # noqa: F401

        checks.register(production_is_safe, PRODUCTION)
