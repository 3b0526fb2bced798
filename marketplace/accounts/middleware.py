from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import RateLimited
from allauth.core.ratelimit import respond_429
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

_STAFF_DOORS = ("/cms/", "/quan-tri/")


class StaffSecondFactorMiddleware:
    """Behind the staff doors a session must have shown a passkey or an authenticator code."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.STAFF_SECOND_FACTOR_REQUIRED and request.path_info.startswith(_STAFF_DOORS):
            return self._missing_factor(request) or self.get_response(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        # allauth raises this from inside its flows and catches it in some views only.
        return respond_429(request) if isinstance(error, RateLimited) else None

    def _missing_factor(self, request: HttpRequest) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated:
            return None
        if any(record["method"] == "mfa" for record in get_authentication_records(request, user)):
            return None
        if is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]):
            return HttpResponseRedirect(
                f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.get_full_path()})}"
            )
        messages.warning(request, _("Cán bộ cần khoá truy cập hoặc ứng dụng xác thực để vào trang quản trị."))
        return HttpResponseRedirect(reverse("mfa_index"))
