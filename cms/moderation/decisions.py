"""What an approval does to the market. Heard from Wagtail, in the transaction of the approval or of the schedule."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from wagtail.models import Revision, TaskState, WorkflowState
from wagtail.signals import published, unpublished, workflow_approved, workflow_rejected

from catalog.domain import submissions
from catalog.models import ProductSubmission
from cms.signals import review_decided
from marketplace.kernel.errors import MarketplaceError, gettext_noop
from sellers.domain import applications
from sellers.models import SellerApplication


class NotReviewed(MarketplaceError):
    """Somebody tried to publish what no reviewer approved, by whatever way Wagtail offers."""

    code = "not_reviewed"
    message = gettext_noop("Chưa có cán bộ nào duyệt bản này.")


def connect() -> None:
    published.connect(_apply_submission, sender=ProductSubmission, dispatch_uid="cms.apply_submission")
    unpublished.connect(_withdraw_submission, sender=ProductSubmission, dispatch_uid="cms.withdraw_submission")
    published.connect(_apply_application, sender=SellerApplication, dispatch_uid="cms.apply_application")
    workflow_approved.connect(_announce, sender=WorkflowState, dispatch_uid="cms.announce_approval")
    workflow_rejected.connect(_announce, sender=WorkflowState, dispatch_uid="cms.announce_return")


@transaction.atomic
def _apply_submission(instance: ProductSubmission, revision: Revision, **kwargs: Any) -> None:
    if not instance.live:
        return  # scheduled for later; published again when its time comes
    _require_review(revision)
    submissions.apply(submission=instance, at=timezone.now())


@transaction.atomic
def _apply_application(instance: SellerApplication, revision: Revision, **kwargs: Any) -> None:
    if not instance.live:
        return
    _require_review(revision)
    applications.apply(application=instance, at=timezone.now())


def _withdraw_submission(instance: ProductSubmission, **kwargs: Any) -> None:
    submissions.withdraw(submission=instance)


def _announce(instance: WorkflowState, **kwargs: Any) -> None:
    """Pages of the site go through a workflow too; they have no seller who waits for the answer."""
    model = instance.base_content_type.model_class()
    if model in (ProductSubmission, SellerApplication):
        transaction.on_commit(partial(_tell, model, instance.pk), robust=True)


def _tell(model: type[Model], workflow_state_id: int) -> None:
    state = WorkflowState.objects.select_related("current_task_state").get(pk=workflow_state_id)
    review_decided.send_robust(
        sender=model,
        proposal=model._default_manager.get(pk=state.object_id),
        is_approved=state.status == WorkflowState.STATUS_APPROVED,
        reason=state.current_task_state.comment if state.current_task_state else "",
    )


def _require_review(revision: Revision) -> None:
    if not TaskState.objects.filter(revision=revision, status=TaskState.STATUS_APPROVED).exists():
        raise NotReviewed


def waiting(model: type[Model]) -> int:
    """How many of them a reviewer has to look at now."""
    return TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__status="in_progress",
        revision__base_content_type__app_label=model._meta.app_label,
        revision__base_content_type__model=model._meta.model_name,
    ).count()
