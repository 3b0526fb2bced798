from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import TaskState
from wagtail.snippets.views.snippets import EditView, InspectView

# Publishing goes through the workflow and nowhere else; a workflow ends with a decision.
_CLOSED_WAYS = {"publish", "restart-workflow", "cancel-workflow"}


class ReviewEditView(EditView):
    """Reading and deciding. A decision holds for the version that the reviewer saw and saves nothing of the form."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        # A stray key must not make the reviewer the author of a new version.
        self.autosave_enabled = False

    def get_available_actions(self) -> list[str]:
        return [action for action in super().get_available_actions() if action not in _CLOSED_WAYS]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._decide() if self.action == "workflow-action" else super().post(request, *args, **kwargs)

    def _decide(self) -> HttpResponse:
        refusal = self._why_not_now()
        if refusal:
            messages.error(self.request, refusal)
            return redirect(self.get_edit_url())
        state = self.object.current_workflow_task_state
        TaskState.objects.filter(pk=state.pk).update(revision=self.object.latest_revision)
        state.refresh_from_db()
        state.task.specific.on_action(state, self.request.user, self.workflow_action, **self._reason())
        done = _("Đã duyệt “%s”.") if self.workflow_action == "approve" else _("Đã trả lại “%s” kèm lý do.")
        messages.success(self.request, done % self.object)
        return redirect(self.get_success_url())

    def _why_not_now(self) -> str:
        if self.request.POST.get("loaded_revision_id") != str(self.object.latest_revision_id):
            return _("Người bán vừa gửi bản mới. Xin đọc lại rồi quyết định.")
        if self.workflow_action == "approve":
            form = self.get_form()
            if not form.is_valid():
                return _("Đề nghị còn chỗ chưa hợp lệ nên chưa duyệt được. Hãy trả lại kèm lý do.")
            if self._has_new_words(form):
                return _("Bạn đã sửa nội dung. Hãy lưu bản sửa và nhờ cán bộ khác duyệt.")
        return ""

    def _has_new_words(self, form: Any) -> bool:
        # `form.has_changed` says yes for every child row that only a revision knows, so contents are compared.
        before = self.object.latest_revision.content
        after = form.save(commit=False).serializable_data()
        return any(
            _said(before.get(name)) != _said(value) for name, value in after.items() if name in form.fields
        ) or any(_said(before.get(name)) != _said(after.get(name)) for name in form.formsets)

    def _reason(self) -> dict[str, str]:
        data = json.loads(self.request.POST.get("workflow-action-extra-data") or "{}")
        return {"comment": str(data.get("comment", ""))[:1000]} if isinstance(data, dict) else {}


class ReviewInspectView(InspectView):
    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        value = super().get_field_display_value(field_name, field)
        return "—" if value in (None, "") else value


def _said(value: Any) -> Any:
    """A value without what only browsers and databases care about: line ends, numbers as text, keys of child rows."""
    if isinstance(value, dict):
        return {key: _said(inner) for key, inner in value.items() if key != "pk"}
    if isinstance(value, list):
        return [_said(inner) for inner in value]
    return "" if value is None else "\n".join(str(value).split("\r\n")).strip()
