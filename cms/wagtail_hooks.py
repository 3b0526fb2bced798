from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from catalog.models import ProductSubmission
from cms.blocks.choosers import product_chooser, seller_chooser
from cms.moderation.dashboard import WaitingPanel
from cms.moderation.viewsets import ApplicationViewSet, SubmissionViewSet
from sellers.models import SellerApplication

register_snippet(SubmissionViewSet)
register_snippet(ApplicationViewSet)

_FIRST = {"approve": 0, "reject": 1}
_DECIDED_BY_WORKFLOW = {"action-publish", "action-restart-workflow", "action-cancel-workflow"}


@hooks.register("register_admin_viewset")
def choose_goods_and_sellers() -> list[Any]:
    return [product_chooser, seller_chooser]


@hooks.register("construct_homepage_panels")
def show_what_waits(request: HttpRequest, panels: list[Any]) -> None:
    panels.insert(0, WaitingPanel())


@hooks.register("construct_snippet_action_menu")
def close_other_ways_to_publish(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """And let the decision stand first where one may be taken."""
    if context["model"] in (ProductSubmission, SellerApplication):
        open_ways = [item for item in items if item.name not in _DECIDED_BY_WORKFLOW]
        items[:] = sorted(open_ways, key=lambda item: _FIRST.get(item.name, len(_FIRST)))


@hooks.register("insert_global_admin_css")
def officers_sheet() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/officers.css"))


@hooks.register("construct_help_menu")
def leave_out_english_help(request: HttpRequest, items: list[Any]) -> None:
    items.clear()
