from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from cms.moderation.widgets import CommuneField, LabelField, MonthsField


class SubmissionForm(WagtailAdminModelForm):
    origin_commune = CommuneField(label=_("Xã, phường"), required=False)
    season_months = MonthsField(label=_("Các tháng có hàng"))
    label = LabelField(
        label=_("Nội dung nhãn"),
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Mỗi dòng: tên: nội dung"),
    )


class ApplicationForm(WagtailAdminModelForm):
    commune_code = CommuneField(label=_("Xã, phường"))
