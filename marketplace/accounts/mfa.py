from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256
from io import BytesIO
from typing import Any

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": _("Tài khoản đã bảo vệ hai lớp không thêm được email lúc này."),
        "cannot_delete_authenticator": _("Không tắt được xác thực hai lớp."),
        "cannot_generate_recovery_codes": _("Hãy bật xác thực hai lớp trước khi tạo mã dự phòng."),
        "incorrect_code": _("Mã chưa đúng. Hãy nhập mã đang hiện trong ứng dụng."),
        "unverified_email": _("Hãy xác minh địa chỉ email trước khi bật xác thực hai lớp."),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        picture = BytesIO()
        segno.make(url, error="m", micro=False).save(picture, kind="svg", scale=5, border=2, light="#fff")
        return picture.getvalue().decode()

    def get_totp_label(self, user: Any) -> str:
        return self._get_user_identifier(user)

    def _get_user_identifier(self, user: User) -> str:
        return user.email or user.phone or str(user.pk)

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # allauth names the argument
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Khoá truy cập %(number)s") % {"number": number}


def _cipher() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(b"accounts.mfa" + settings.SECRET_KEY.encode()).digest()))
