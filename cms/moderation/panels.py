"""What a reviewer reads beside the form: the photos, and what differs from what is live."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.panels import Panel
from wagtail.models import TaskState

from catalog.domain import submissions
from catalog.models import Product, ProductSubmission


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    before: str
    after: str


class OverviewPanel(Panel):
    """Drawn from the version under review; reads, saves nothing."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/moderation/overview.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            product = self.instance.product
            return {
                **context,
                "submission": self.instance,
                "product": product,
                "photos": self.instance.photos.all(),
                "old_photos": product.images.all() if product else [],
                "differences": differences(self.instance, product) if product else [],
                "last_answer": last_answer(self.instance),
            }


class ApplicantPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/moderation/applicant.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            return {**context, "application": self.instance, "last_answer": last_answer(self.instance)}


def differences(submission: ProductSubmission, product: Product) -> list[Difference]:
    found = []
    for name in submissions.WORDS:
        before, after = _words(product, name), _words(submission, name)
        if before != after:
            label = str(ProductSubmission._meta.get_field(name).verbose_name)
            found.append(Difference(label=label, before=before, after=after))
    old_category = ", ".join(str(category) for category in product.categories.all())
    if old_category != str(submission.category):
        found.append(Difference(label=_("nhóm hàng"), before=old_category, after=str(submission.category)))
    before = _names(product.certificates.filter(is_checked=True))
    after = _names(submission.claims.all())
    if before != after:
        found.append(Difference(label=_("chứng nhận"), before=before, after=after))
    return found


def last_answer(instance: Any) -> TaskState | None:
    """The last decision that came with words."""
    decided = TaskState.objects.filter(workflow_state__in=instance.workflow_states.all()).exclude(comment="")
    return decided.select_related("finished_by").order_by("-finished_at", "-pk").first()


def _words(row: Any, name: str) -> str:
    if name == "season_months":
        return ", ".join(str(month) for month in range(1, 13) if row.season_months >> (month - 1) & 1)
    if name == "origin_commune":
        return row.commune.name if row.commune else ""
    if name == "label":
        return "; ".join(f"{key}: {value}" for key, value in sorted(row.label.items()))
    shown = getattr(row, f"get_{name}_display", None)
    value = shown() if shown else getattr(row, name)
    if isinstance(value, bool):
        return _("có") if value else _("không")
    return "" if value is None else str(value)


def _names(rows: Any) -> str:
    return "; ".join(
        sorted(
            " ".join(str(part) for part in (row.get_kind_display(), row.stars or "", row.number) if part)
            for row in rows
        )
    )
