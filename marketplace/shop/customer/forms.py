from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marketplace.accounts import names
from marketplace.accounts.address_form import AddressForm
from marketplace.accounts.domain import consents
from marketplace.accounts.forms import name_field
from marketplace.accounts.models import ConsentPurpose, User

_SCORES = [
    (5, _("5 – Rất ưng")),
    (4, _("4 – Ưng")),
    (3, _("3 – Tạm được")),
    (2, _("2 – Chưa ưng")),
    (1, _("1 – Rất không ưng")),
]


class SavedAddressForm(AddressForm):
    is_default = forms.BooleanField(label=_("Dùng làm địa chỉ chính"), required=False)


class ProfileForm(forms.Form):
    name = name_field()
    language = forms.ChoiceField(label=_("Ngôn ngữ"), choices=settings.LANGUAGES)

    def save(self, user: User) -> None:
        user.last_name, user.first_name = names.split(self.cleaned_data["name"])
        user.language = self.cleaned_data["language"]
        user.save(update_fields=["last_name", "first_name", "language"])


class ReviewForm(forms.Form):
    score = forms.TypedChoiceField(
        label=_("Bạn thấy món này thế nào?"),
        coerce=int,
        choices=_SCORES,
        widget=forms.RadioSelect,
    )
    body = forms.CharField(
        label=_("Nhận xét"),
        max_length=2000,
        min_length=10,
        help_text=_("Hương vị, độ tươi, đóng gói… Đừng ghi số điện thoại hay địa chỉ."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class ConsentForm(forms.Form):
    purposes = forms.MultipleChoiceField(
        label=_("Bạn đồng ý nhận"),
        required=False,
        choices=[(purpose.value, purpose.label) for purpose in ConsentPurpose.optional()],
        widget=forms.CheckboxSelectMultiple,
    )

    def save(self, user: User, at: Any) -> None:
        wanted = [ConsentPurpose(purpose) for purpose in self.cleaned_data["purposes"]]
        consents.choose(user=user, wanted=wanted, source="account", at=at)
