from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class TrackForm(forms.Form):
    reference = forms.CharField(
        label=_("Mã đơn"),
        max_length=32,
        help_text=_("Trong thư hoặc tin nhắn xác nhận, ví dụ DH7K3QX9MPW4."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    phone = forms.CharField(
        label=_("Số điện thoại đã đặt"),
        max_length=32,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )


class CancelForm(forms.Form):
    """`part` is a parcel's reference; empty for the whole order."""

    part = forms.CharField(required=False, max_length=16)
    reason = forms.CharField(required=False, max_length=200)
