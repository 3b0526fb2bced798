from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Nội dung")

    def ready(self) -> None:
        from cms.moderation import decisions

        decisions.connect()
