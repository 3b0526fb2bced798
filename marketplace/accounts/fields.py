from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.kernel import phones

# Longer than any way of writing a number; the parser never sees more.
_MAX_LENGTH = 32
_SELECTED = SafeString(" selected")


class PlainSelect(forms.Select):
    """Django renders a template for every option; with 34 provinces that is a third of the page's time."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = str(value or "")
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, _SELECTED if str(key) == chosen else "", label) for key, label in self.choices),
        )
        attributes = flatatt(self.build_attrs(self.attrs, attrs))
        return format_html('<select name="{}"{}>{}</select>', name, attributes, options)


class PhoneField(forms.CharField):
    """Takes a number as people write it and gives E.164."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Số điện thoại"))
        options.setdefault("max_length", _MAX_LENGTH)
        options.setdefault(
            "widget",
            forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        )
        options.setdefault("error_messages", {"max_length": _("Số điện thoại quá dài.")})
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return text
        try:
            return phones.to_e164(text)
        except phones.NotAPhoneNumber as error:
            raise ValidationError(gettext(error.message), code=error.code) from error


class CodePhoneField(PhoneField):
    """A number that codes are sent to: Vietnamese and mobile, so that nobody makes us pay for messages abroad."""

    def clean(self, value: Any) -> Any:
        number = super().clean(value)
        if number and not phones.is_vietnamese_mobile(number):
            raise ValidationError(
                gettext("Mã chỉ gửi được tới số di động Việt Nam. Bạn có thể dùng email."), code="not_mobile"
            )
        return number


class CodeField(forms.CharField):
    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Mã 6 số"))
        options.setdefault("max_length", 64)
        options.setdefault(
            "widget",
            forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code-input"}),
        )
        super().__init__(**options)
