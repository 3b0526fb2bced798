"""allauth's forms with our fields: hashed codes, Vietnamese numbers, one name field."""

from __future__ import annotations

import struct
from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import derive_login_method
from allauth.core import context, ratelimit
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.accounts import names
from marketplace.accounts.codes import hash_code
from marketplace.accounts.domain import consents
from marketplace.accounts.fields import CodeField, CodePhoneField
from marketplace.accounts.models import ConsentPurpose, User

# More would only cost the hasher time.
_PASSWORD_MAX_LENGTH = 128
_NO_CREDENTIAL = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError, struct.error)


def name_field() -> forms.CharField:
    return forms.CharField(label=_("Họ và tên"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))


class LoginForm(allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = _("Số điện thoại hoặc email")
        login.max_length = 254
        login.widget.attrs = {"autocomplete": "username", "maxlength": 254}
        password = self.fields["password"]
        password.label, password.help_text = _("Mật khẩu"), ""
        password.widget.attrs = {"autocomplete": "current-password", "maxlength": _PASSWORD_MAX_LENGTH}

    def clean_login(self) -> str:
        login = super().clean_login()
        if len(login) > 254 or derive_login_method(login) == "username":
            raise get_adapter().validation_error("phone_password_mismatch")
        return login

    def clean_password(self) -> str:
        if len(self.cleaned_data["password"]) > _PASSWORD_MAX_LENGTH:
            raise get_adapter().validation_error("phone_password_mismatch")
        return self.cleaned_data["password"]


class RequestLoginCodeForm(allauth_forms.RequestLoginCodeForm):
    """A code goes to a phone; an e-mail address has its password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["email"]
        self.fields["phone"] = CodePhoneField()


class ClearPassword:
    """New passwords of a sensible length, and help that says what is asked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": _("Mật khẩu hiện tại"),
            "password1": _("Mật khẩu mới"),
            "password2": _("Nhập lại mật khẩu mới"),
        }
        for name, label in labels.items():
            if name in self.fields:  # type: ignore[attr-defined]
                field = self.fields[name]  # type: ignore[attr-defined]
                field.label, field.max_length, field.help_text = label, _PASSWORD_MAX_LENGTH, ""
                field.widget.attrs.pop("placeholder", None)
                field.widget.attrs["maxlength"] = _PASSWORD_MAX_LENGTH
        self.fields["password1"].help_text = _(  # type: ignore[attr-defined]
            "Ít nhất 8 ký tự, không chỉ toàn số, không dễ đoán."
        )

    def clean(self) -> Any:
        for name in ("oldpassword", "password1", "password2"):
            if len(self.cleaned_data.get(name) or "") > _PASSWORD_MAX_LENGTH:  # type: ignore[attr-defined]
                raise ValidationError(_("Mật khẩu dài tối đa 128 ký tự."), code="password_too_long")
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")  # type: ignore[attr-defined]
        if first and second and first != second:
            self.add_error("password2", ValidationError(_("Hai mật khẩu chưa giống nhau."), code="password_mismatch"))  # type: ignore[attr-defined]
            return self.cleaned_data  # type: ignore[attr-defined]
        return super().clean()  # type: ignore[misc]


class ChangePasswordForm(ClearPassword, allauth_forms.ChangePasswordForm):
    pass


class SetPasswordForm(ClearPassword, allauth_forms.SetPasswordForm):
    pass


class ResetPasswordKeyForm(ClearPassword, allauth_forms.ResetPasswordKeyForm):
    pass


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_email(self.fields["email"])


class AddEmailForm(allauth_forms.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_email(self.fields["email"])


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        password = self.fields["password"]
        password.label, password.help_text, password.max_length = _("Mật khẩu"), "", _PASSWORD_MAX_LENGTH
        password.widget.attrs = {"autocomplete": "current-password", "maxlength": _PASSWORD_MAX_LENGTH}


class _Signup(allauth_forms.SignupForm):
    """What both ways to sign up ask: a name, and consent that nobody ticks for you (PDPL, FACTS 7.4)."""

    name = name_field()
    terms = forms.BooleanField(
        label=_("Tôi đồng ý với điều khoản sử dụng và cách xử lý dữ liệu cá nhân"),
        error_messages={"required": _("Cần đồng ý với điều khoản để mở tài khoản.")},
    )
    news = forms.BooleanField(label=_("Nhắn tôi khi có mùa hàng mới (không bắt buộc)"), required=False)
    asked: dict[str, dict[str, bool]]
    field_order: list[str]

    def _get_signup_fields(self, kwargs: Any) -> dict[str, dict[str, bool]]:
        return self.asked

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        user.last_name, user.first_name = names.split(self.cleaned_data["name"])
        user.save(update_fields=["last_name", "first_name"])
        purposes = [ConsentPurpose.TERMS, *([ConsentPurpose.NEWS] if self.cleaned_data["news"] else [])]
        consents.grant_all(user=user, purposes=purposes, source="signup", at=timezone.now())


class PhoneSignupForm(_Signup):
    asked = {"phone": {"required": True}}
    field_order = ["name", "phone", "terms", "news"]
    unclaimed: User | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"] = CodePhoneField()
        self.order_fields(self.field_order)

    def _clean_phone(self) -> None:
        """A number whose owner never proved it is still free: the one who can read the code gets the account."""
        phone = self.cleaned_data.get("phone")
        user = get_adapter().get_user_by_phone(phone) if phone else None
        if user and user.is_unclaimed:
            self.unclaimed = user
        elif user:
            self.account_already_exists = True

    def save(self, request: HttpRequest) -> User:
        if self.unclaimed is None:
            return super().save(request)  # type: ignore[return-value]
        self.custom_signup(request, self.unclaimed)
        return self.unclaimed


class EmailSignupForm(_Signup):
    asked = {"email": {"required": True}, "password1": {"required": True}}
    field_order = ["name", "email", "password1", "terms", "news"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_email(self.fields["email"])
        password = self.fields["password1"]
        password.label, password.max_length = _("Mật khẩu"), _PASSWORD_MAX_LENGTH
        password.help_text = _("Ít nhất 8 ký tự, không chỉ toàn số, không dễ đoán.")
        password.widget.attrs = {"autocomplete": "new-password", "maxlength": _PASSWORD_MAX_LENGTH}

    def clean_password1(self) -> str:
        if len(self.cleaned_data["password1"]) > _PASSWORD_MAX_LENGTH:
            raise ValidationError(_("Mật khẩu dài tối đa 128 ký tự."), code="password_too_long")
        return self.cleaned_data["password1"]


class HashedCode:
    """Compares hashes, and counts the guesses at one code beyond what the session counts.

    Many forms sent at the same moment all read the session before any of them has written its count.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = CodeField()  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        # Where nobody is known there is no code; the session then stands for it, so that both look the same.
        key = self.expected_code or context.request.session.session_key or ""  # type: ignore[attr-defined]
        if not ratelimit.consume(context.request, action="confirm_code", key=key):
            raise get_adapter().validation_error("rate_limited")
        self.cleaned_data["code"] = hash_code(self.cleaned_data["code"])  # type: ignore[attr-defined]
        return super().clean_code()  # type: ignore[misc]


class ConfirmLoginCodeForm(HashedCode, allauth_forms.ConfirmLoginCodeForm):
    pass


class VerifyPhoneForm(HashedCode, allauth_forms.VerifyPhoneForm):
    pass


class ConfirmEmailVerificationCodeForm(HashedCode, allauth_forms.ConfirmEmailVerificationCodeForm):
    pass


class ConfirmPasswordResetCodeForm(HashedCode, allauth_forms.ConfirmPasswordResetCodeForm):
    pass


class ChangePhoneForm(allauth_forms.ChangePhoneForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"] = CodePhoneField(label=_("Số điện thoại mới"))


class AuthenticateForm(mfa_forms.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = CodeField(label=_("Mã trong ứng dụng xác thực, hoặc mã dự phòng"))


class ReauthenticateCodeForm(mfa_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = CodeField(label=_("Mã trong ứng dụng xác thực, hoặc mã dự phòng"))


class ActivateTOTPForm(totp_forms.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = CodeField(label=_("Mã 6 số trong ứng dụng"))


class CheckedCredential:
    """What is no credential at all is a wrong one: the library below fails in its own ways on other shapes."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except _NO_CREDENTIAL as error:
            raise get_adapter().validation_error("incorrect_passkey") from error


class AuthenticateWebAuthnForm(CheckedCredential, webauthn_forms.AuthenticateWebAuthnForm):
    pass


class ReauthenticateWebAuthnForm(CheckedCredential, webauthn_forms.ReauthenticateWebAuthnForm):
    pass


class LoginWebAuthnForm(CheckedCredential, webauthn_forms.LoginWebAuthnForm):
    pass


class AddWebAuthnForm(webauthn_forms.AddWebAuthnForm):
    """Always a passkey: a key that alone signs its owner in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(label=_("Tên gợi nhớ"), max_length=60, required=False)
        self.fields["passwordless"].widget = forms.HiddenInput()
        self.fields["passwordless"].initial = True

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except _NO_CREDENTIAL as error:
            raise get_adapter().validation_error("incorrect_passkey") from error


class EditWebAuthnForm(webauthn_forms.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Tên gợi nhớ")
        self.fields["name"].max_length = 60


def _name_email(field: forms.Field) -> None:
    field.label = _("Địa chỉ email")
    field.widget.attrs = {"autocomplete": "email", "maxlength": 254}
