"""An address as people give it: today's commune, or the old commune and district, which are looked up."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.domain.addresses import Address
from marketplace.accounts.fields import PhoneField, PlainSelect
from marketplace.accounts.models import SavedAddress
from marketplace.kernel import places
from marketplace.kernel.text import normalise


def _province_choices() -> list[tuple[str, str]]:
    home = places.PROVINCE_CODE
    names = places.provinces()
    return [(home, names[home]), *((code, name) for code, name in names.items() if code != home)]


class AddressForm(forms.Form):
    """`address` holds the checked value. When a commune's name is ambiguous, `candidates` offers what it may be."""

    name = forms.CharField(
        label=_("Người nhận"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = PhoneField()
    province_code = forms.ChoiceField(
        label=_("Tỉnh, thành phố"),
        choices=lazy(_province_choices, list)(),
        initial=places.PROVINCE_CODE,
        widget=PlainSelect,
    )
    commune = forms.CharField(
        label=_("Xã, phường"),
        max_length=80,
        help_text=_("Tên hiện nay, hoặc xã và huyện cũ, ví dụ: Hoàng Nông, Đại Từ."),
        widget=forms.TextInput(attrs={"list": "communes", "autocomplete": "off"}),
    )
    commune_code = forms.CharField(required=False, max_length=5, widget=forms.HiddenInput)
    street = forms.CharField(
        label=_("Số nhà, đường, xóm"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "street-address"})
    )
    candidates: tuple[places.Commune, ...] = ()

    @staticmethod
    def initial_of(saved: SavedAddress) -> dict[str, Any]:
        names = ("name", "phone", "province_code", "commune_code", "street")
        return {name: getattr(saved, name) for name in names} | {"commune": saved.commune_name}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        if data["province_code"] != places.PROVINCE_CODE:
            return data | {"commune_name": data["commune"], "commune_code": ""}
        commune = self._find_commune()
        return data | {"commune_name": commune.name, "commune_code": commune.code} if commune else data

    @property
    def address(self) -> Address:
        data = self.cleaned_data
        return Address(
            name=data["name"],
            phone=data["phone"],
            street=data["street"],
            province_code=data["province_code"],
            commune_name=data["commune_name"],
            commune_code=data["commune_code"],
        )

    def _find_commune(self) -> places.Commune | None:
        text = self.cleaned_data["commune"]
        found = find_communes(text)
        chosen = self.cleaned_data.get("commune_code")
        match = next((c for c in found if c.code == chosen), found[0] if len(found) == 1 else None)
        if match is None and found:
            self.candidates = found
            message = gettext("Có nhiều nơi tên này. Hãy chọn một nơi.")
            self.add_error("commune", ValidationError(message, code="ambiguous"))
        elif match is None:
            message = gettext("Không thấy xã, phường này ở Thái Nguyên. Hãy gõ tên hiện nay, hoặc xã và huyện cũ.")
            self.add_error("commune", ValidationError(message, code="unknown_commune"))
        return match


@lru_cache(maxsize=1_024)
def find_communes(text: str) -> tuple[places.Commune, ...]:
    """`Xã Tân Cương` names one of today's; without its kind a name may also be an old one, or several."""
    exact = tuple(c for c in places.communes().values() if normalise(c.name) == normalise(text))
    if exact:
        return exact
    commune, _comma, district = text.partition(",")
    return tuple(places.find_candidates(commune.strip(), district.strip()))
