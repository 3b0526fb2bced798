"""What allauth asks of the project: how a person is known by phone, and how codes reach them."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.core import ratelimit
from allauth.core.internal.httpkit import get_client_ip
from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.codes import OneTimeCode
from marketplace.accounts.fields import PhoneField
from marketplace.accounts.models import User
from marketplace.accounts.sender import SenderUnavailable, get_sender
from marketplace.kernel import phones

_WAYS = {
    "reauthenticate": _("Dùng mật khẩu"),
    "mfa_reauthenticate": _("Dùng mã trong ứng dụng xác thực hoặc mã dự phòng"),
    "mfa_reauthenticate:webauthn": _("Dùng khoá truy cập"),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Tài khoản này đang bị khoá."),
        "cannot_remove_primary_email": _("Không xoá được địa chỉ email chính."),
        "duplicate_email": _("Tài khoản của bạn đã có địa chỉ email này."),
        "email_password_mismatch": _("Số điện thoại, email hoặc mật khẩu chưa đúng."),
        "phone_password_mismatch": _("Số điện thoại, email hoặc mật khẩu chưa đúng."),
        "username_password_mismatch": _("Số điện thoại, email hoặc mật khẩu chưa đúng."),
        "email_taken": _("Địa chỉ email này đã có tài khoản khác dùng."),
        "enter_current_password": _("Mật khẩu hiện tại chưa đúng."),
        "incorrect_code": _("Mã chưa đúng. Hãy xem lại tin nhắn mới nhất."),
        "incorrect_passkey": _("Khoá truy cập này không dùng được ở đây."),
        "incorrect_password": _("Mật khẩu chưa đúng."),
        "invalid_or_expired_key": _("Đường dẫn không đúng hoặc đã hết hạn."),
        "invalid_login": _("Thông tin đăng nhập chưa đúng."),
        "invalid_password_reset": _("Đường dẫn đặt lại mật khẩu không đúng hoặc đã hết hạn."),
        "max_email_addresses": _("Bạn chỉ thêm được tối đa %d địa chỉ email."),
        "phone_taken": _("Số điện thoại này đã có tài khoản khác dùng."),
        "too_many_login_attempts": _("Bạn đã thử quá nhiều lần. Xin đợi ít phút rồi thử lại."),
        "unknown_email": _("Không có tài khoản nào dùng địa chỉ email này."),
        "unknown_phone": _("Không có tài khoản nào dùng số điện thoại này."),
        "unverified_primary_email": _("Hãy xác minh địa chỉ email chính trước."),
        "select_only_one": _("Xin chỉ điền một ô."),
        "same_as_current": _("Đây là thông tin hiện tại. Hãy nhập thông tin mới."),
        "rate_limited": _("Bạn gửi yêu cầu quá nhanh. Xin đợi ít phút rồi thử lại."),
    }

    # The phone

    def phone_form_field(self, **options: Any) -> forms.Field:
        return PhoneField(**options)

    def get_user_by_phone(self, phone: str) -> User | None:
        try:
            return User.objects.filter(phone=phones.to_e164(phone)).first()
        except phones.NotAPhoneNumber:
            return None

    def get_phone(self, user: User) -> tuple[str, bool] | None:  # type: ignore[override]
        return (user.phone, user.phone_verified_at is not None) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:  # type: ignore[override]
        user.phone = phones.to_e164(phone)
        user.phone_verified_at = timezone.now() if verified else None
        user.save(update_fields=["phone", "phone_verified_at"])

    def set_phone_verified(self, user: User, phone: str) -> None:  # type: ignore[override]
        previous = user.phone
        self.set_phone(user, phone, True)
        if previous and previous != user.phone:
            self._send(
                previous, gettext("Xứ Trà: tài khoản của bạn vừa đổi sang số khác. Không phải bạn? Gọi cho chúng tôi.")
            )

    def can_delete_email(self, email_address: Any) -> bool:
        # Someone known by nothing could never sign in again.
        return bool(email_address.user.phone) and super().can_delete_email(email_address)

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:  # type: ignore[override]
        # allauth saves before it sets the phone, but nobody is stored without a phone or an e-mail address.
        user.phone = form.cleaned_data.get("phone") or None
        return super().save_user(request, user, form, commit)  # type: ignore[return-value]

    # Codes

    def generate_login_code(self) -> OneTimeCode:
        return OneTimeCode.random()

    def generate_password_reset_code(self) -> OneTimeCode:
        return OneTimeCode.random()

    def generate_email_verification_code(self) -> OneTimeCode:
        return OneTimeCode.random()

    def generate_phone_verification_code(self, *, user: Any, phone: str) -> OneTimeCode:
        return OneTimeCode.random()

    def send_verification_code_sms(self, user: Any, phone: str, code: str, **_options: Any) -> None:
        assert isinstance(code, OneTimeCode)  # noqa: S101  (made above; anything else would send a hash)
        self._send(
            phone,
            gettext("Xứ Trà: mã của bạn là %(code)s, dùng trong 5 phút. Đừng đưa mã cho ai.") % {"code": code.digits},
        )

    def send_unknown_account_sms(self, phone: str, **_options: Any) -> None:
        address = allauth_context.request.build_absolute_uri(reverse("account_signup"))
        self._send(phone, gettext("Xứ Trà: số này chưa có tài khoản. Đăng ký tại %(address)s") % {"address": address})

    def send_account_already_exists_sms(self, phone: str) -> None:
        address = allauth_context.request.build_absolute_uri(reverse("account_login"))
        self._send(phone, gettext("Xứ Trà: số này đã có tài khoản. Đăng nhập tại %(address)s") % {"address": address})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        if isinstance(context.get("code"), OneTimeCode):
            context = {**context, "code": context["code"].digits}
        super().send_mail(template_prefix, email, context)

    def _send(self, phone: str, text: str) -> None:
        """Known and unknown numbers go the same way and take the same time, and both count against the number."""
        request = allauth_context.request
        ratelimit.consume(request, action="sms", key=phone, raise_exception=True)
        try:
            get_sender().send(phone, text)
        except SenderUnavailable as error:
            messages.error(request, gettext(error.message))

    # Sign-in

    def get_login_stages(self) -> list[str]:
        ours = "marketplace.accounts.stages.EmailVerificationStage"
        return [ours if path.endswith(".EmailVerificationStage") else path for path in super().get_login_stages()]

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        return [way | {"description": _WAYS[way["id"]]} for way in super().get_reauthentication_methods(user)]

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # allauth counts by e-mail or name only: all phones would share one counter, which anybody could use up.
        if phone := credentials.get("phone"):
            try:
                return phones.to_e164(phone)
            except phones.NotAPhoneNumber:
                return phone[:64]
        return super()._get_login_attempts_cache_key(request, **credentials)

    def get_client_ip(self, request: HttpRequest) -> str:
        # Behind a socket there is no address: such callers share one counter instead of getting an error.
        return get_client_ip(request) or "0.0.0.0"  # noqa: S104  (a name, nothing listens)
