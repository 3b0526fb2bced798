"""The groups of officers, what each may do, and who reviews what sellers send."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.documents import get_document_model
from wagtail.images.models import Image
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from catalog.models import ProductSubmission
from catalog.reviews.models import ProductReview
from cms.models import MenuSettings, OperatorSettings, ReviewTask
from sellers.models import SellerApplication

REVIEWERS = "Cán bộ duyệt"
EDITORS = "Biên tập viên"
ACCOUNTANTS = "Kế toán"

_PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
_REVIEWS: tuple[tuple[str, type[models.Model]], ...] = (
    ("Duyệt hàng", ProductSubmission),
    ("Duyệt gian hàng", SellerApplication),
)


def bootstrap(home: Page, site: Site) -> None:
    reviewers = _reviewers()
    _editors(home)
    _accountants()
    task = _task("Cán bộ xem", reviewers)
    for name, model in _REVIEWS:
        _workflow(name, model, task)


def remove_wagtail_defaults() -> None:
    """The English groups and the workflow of Wagtail's migrations, while nobody uses them."""
    names = ("Editors", "Moderators")
    WorkflowPage.objects.all().delete()
    Workflow.objects.filter(workflow_tasks__task__name__contains="Moderators").delete()
    Group.objects.filter(name__in=names, user__isnull=True).delete()


def _reviewers() -> Group:
    group, is_new = Group.objects.get_or_create(name=REVIEWERS)
    if is_new:
        group.permissions.add(_access_admin())
        for _, model in _REVIEWS:
            # Wagtail publishes in the name of the last approver, so reviewers hold the right to publish;
            # cms.moderation.apply refuses what no workflow approved.
            group.permissions.add(*_permissions(model, ("view", "change", "publish", "lock", "unlock")))
        group.permissions.add(*_permissions(ProductReview, ("view", "change")))
    return group


def _editors(home: Page) -> None:
    group, is_new = Group.objects.get_or_create(name=EDITORS)
    if not is_new:
        return
    group.permissions.add(_access_admin())
    for model in (MenuSettings, OperatorSettings):
        group.permissions.add(*_permissions(model, ("change",)))
    group.permissions.add(
        *Permission.objects.filter(
            content_type__app_label="wagtailredirects",
            codename__in=["add_redirect", "change_redirect", "delete_redirect"],
        )
    )
    page_type = ContentType.objects.get_for_model(Page)
    for right in Permission.objects.filter(content_type=page_type, codename__in=_PAGE_RIGHTS):
        GroupPagePermission.objects.create(group=group, page=home, permission=right)
    root = Collection.get_first_root_node()
    # Wagtail asks for the rights over its own image model, whatever model stands in for it.
    for library in (Image, get_document_model()):
        for right in _permissions(library, ("add", "change", "choose")):
            GroupCollectionPermission.objects.create(group=group, collection=root, permission=right)


def _accountants() -> None:
    """They say at /quan-tri/ what happened at the bank: which transfers came, which refunds went."""
    group, is_new = Group.objects.get_or_create(name=ACCOUNTANTS)
    if is_new:
        of_payments = Permission.objects.filter(content_type__app_label="payments")
        group.permissions.add(*of_payments.filter(codename__startswith="view_"))
        group.permissions.add(*of_payments.filter(codename="confirm_money"))


def _task(name: str, group: Group) -> ReviewTask:
    task, is_new = ReviewTask.objects.get_or_create(name=name)
    if is_new:
        task.groups.add(group)
    return task


def _workflow(name: str, model: type[models.Model], task: ReviewTask) -> None:
    content_type = ContentType.objects.get_for_model(model)
    if WorkflowContentType.objects.filter(content_type=content_type).exists():
        return
    workflow, _ = Workflow.objects.get_or_create(name=name)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowContentType.objects.create(content_type=content_type, workflow=workflow)


def _access_admin() -> Permission:
    return Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")


def _permissions(model: type[models.Model], actions: Iterable[str]) -> models.QuerySet[Permission]:
    codenames = [f"{action}_{model._meta.model_name}" for action in actions]
    return Permission.objects.filter(content_type=ContentType.objects.get_for_model(model), codename__in=codenames)
