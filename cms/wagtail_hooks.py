from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from catalog.models import ProductSubmission
from cms.blocks.choosers import product_chooser, seller_chooser
from cms.moderation.dashboard import WaitingPanel
from cms.moderation.viewsets import ApplicationViewSet, SubmissionViewSet
from sellers.models import SellerApplication

register_snippet(SubmissionViewSet)
register_snippet(ApplicationViewSet)

_DECIDED_BY_WORKFLOW = {"action-publish", "action-restart-workflow", "action-cancel-workflow"}


@hooks.register("register_admin_viewset")
def choose_goods_and_sellers() -> list[Any]:
    return [product_chooser, seller_chooser]


@hooks.register("construct_homepage_panels")
def show_what_waits(request: HttpRequest, panels: list[Any]) -> None:
    panels.insert(0, WaitingPanel())


@hooks.register("construct_snippet_action_menu")
def close_other_ways_to_publish(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    if context["model"] in (ProductSubmission, SellerApplication):
        items[:] = [item for item in items if item.name not in _DECIDED_BY_WORKFLOW]
