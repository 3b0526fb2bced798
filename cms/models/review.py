from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import GroupApprovalTask


class ReviewTask(GroupApprovalTask):
    """An officer of the group reads what a seller sent. Nobody decides on what they wrote themselves:
    neither the person who sent it, nor a member of that seller, nor the last who edited it.
    """

    class Meta:
        verbose_name = _("bước duyệt của cán bộ")
        verbose_name_plural = _("bước duyệt của cán bộ")

    def get_actions(self, obj: Any, user: Any) -> list[Any]:
        return [] if is_own_work(obj, user) else super().get_actions(obj, user)

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
