from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.models import GroupApprovalTask, TaskState


class ReasonForm(forms.Form):
    comment = forms.CharField(
        label=_("Lý do, viết cho người bán đọc"),
        widget=forms.Textarea({"rows": 3}),
        max_length=1000,
        error_messages={"required": _("Viết lý do để người bán biết cần sửa gì.")},
    )


class ReviewTask(GroupApprovalTask):
    """An officer of the group reads what a seller sent. Nobody decides on what they wrote themselves:
    neither the person who sent it, nor a member of that seller, nor the last who edited it.
    """

    class Meta:
        verbose_name = _("bước duyệt của cán bộ")
        verbose_name_plural = _("bước duyệt của cán bộ")

    def get_actions(self, obj: Any, user: Any) -> list[Any]:
        may = (user.is_superuser or self._user_in_groups(user)) and not is_own_work(obj, user)
        return [("reject", _("Trả lại"), True), ("approve", _("Duyệt"), False)] if may else []

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        return ReasonForm if action == "reject" else super().get_form_for_action(action)

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> Any:
        """The buttons are only drawn where `get_actions` allows; a hand-made request meets the same rule here."""
        names = {name for name, *_rest in self.get_actions(task_state.workflow_state.content_object, user)}
        if action_name not in names:
            raise PermissionDenied
        if action_name == "reject" and not str(kwargs.get("comment", "")).strip():
            raise PermissionDenied
        return super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls) -> str:
        return str(_("Cán bộ trong nhóm duyệt; không ai duyệt điều chính mình viết."))


def is_own_work(obj: Any, user: Any) -> bool:
    revision = obj.get_latest_revision()
    writers = {getattr(obj, "submitted_by_id", None), getattr(obj, "applicant_id", None)}
    if revision is not None:
        writers.add(revision.user_id)
    if user.pk in writers:
        return True
    return obj.seller_id is not None and user.memberships.filter(seller_id=obj.seller_id, is_active=True).exists()
