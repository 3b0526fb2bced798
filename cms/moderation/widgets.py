from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from marketplace.kernel import places, times


def _communes() -> list[tuple[str, str]]:
    by_name = sorted(places.communes().values(), key=lambda commune: commune.short_name)
    return [("", "—"), *((commune.code, commune.name) for commune in by_name)]


class CommuneField(forms.ChoiceField):
    def __init__(self, **options: Any) -> None:
        super().__init__(choices=lazy(_communes, list), **options)


class MonthsField(forms.TypedMultipleChoiceField):
    """Twelve boxes for the twelve bits of a season."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        choices = [(month, _("tháng %d") % month) for month in range(1, 13)]
        super().__init__(choices=choices, coerce=int, **options)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            return [month for month in range(1, 13) if value & times.month_bit(month)]
        return value

    def clean(self, value: Any) -> int:
        return sum(times.month_bit(month) for month in super().clean(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class LabelField(forms.CharField):
    """The words of a label, one a line: `ingredients: chè búp khô`."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(f"{key}: {words}" for key, words in value.items()) if isinstance(value, dict) else value

    def clean(self, value: Any) -> dict[str, str]:
        return dict(_pair(line) for line in super().clean(value).splitlines() if line.strip())

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return {key: str(words) for key, words in (initial or {}).items()} != self.clean(data)
        except ValidationError:
            return True


def _pair(line: str) -> tuple[str, str]:
    key, colon, words = line.partition(":")
    if not colon or not key.strip() or not words.strip():
        raise ValidationError(_("Mỗi dòng viết “tên: nội dung”."))
    return key.strip(), words.strip()
