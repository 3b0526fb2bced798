from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import WorkflowState

from catalog.models import ProductSubmission
from cms.moderation.decisions import waiting
from sellers.models import SellerApplication


@dataclass(frozen=True, slots=True)
class Queue:
    label: str
    count: int
    address: str


class WaitingPanel(Component):
    """The first thing that an officer sees: what waits for a decision."""

    name = "waiting"
    template_name = "cms/moderation/waiting.html"
    order = 10

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        queues = [
            Queue(label=label, count=waiting(model), address=_address(model))
            for model, label in ((ProductSubmission, _("món hàng")), (SellerApplication, _("gian hàng")))
            if user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}")
        ]
        return {"queues": queues, "total": sum(queue.count for queue in queues)}


def _address(model: type[Model]) -> str:
    list_url = reverse(model.snippet_viewset.get_url_name("list"))  # type: ignore[attr-defined]  # set by Wagtail
    return f"{list_url}?state={WorkflowState.STATUS_IN_PROGRESS}"
