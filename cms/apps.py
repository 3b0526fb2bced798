from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Nội dung")

    def ready(self) -> None:
        from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

        from cms import queries
        from cms.domain import page_search
        from cms.models import MenuLink, MenuSettings, OperatorSettings
        from cms.moderation import decisions

        decisions.connect()
        for model in (MenuLink, MenuSettings, OperatorSettings):
            post_save.connect(queries.forget_frame, sender=model, dispatch_uid=f"cms.frame.{model.__name__}")
            post_delete.connect(queries.forget_frame, sender=model, dispatch_uid=f"cms.frame.{model.__name__}")
        for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
            signal.connect(queries.forget_frame, dispatch_uid="cms.frame")
        page_published.connect(page_search.remember, dispatch_uid="cms.page_search")
        page_unpublished.connect(page_search.forget, dispatch_uid="cms.page_search")
