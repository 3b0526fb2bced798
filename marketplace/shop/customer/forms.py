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


class SavedAddressForm(AddressForm):
    is_default = forms.BooleanField(label=_("Dùng làm địa chỉ chính"), required=False)


class ProfileForm(forms.Form):
    name = name_field()
    language = forms.ChoiceField(label=_("Ngôn ngữ"), choices=settings.LANGUAGES)

    def save(self, user: User) -> None:
        user.last_name, user.first_name = names.split(self.cleaned_data["name"])
        user.language = self.cleaned_data["language"]
        user.save(update_fields=["last_name", "first_name", "language"])


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
