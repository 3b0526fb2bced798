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
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

_STAFF_DOORS = ("/cms/", "/quan-tri/")

_TOO_OFTEN = {"too_many_login_attempts", "rate_limited"}


class RateLimitMiddleware:
    """Whatever way allauth says that a limit is reached, the answer is 429."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        # Raised from inside allauth's flows, and caught in some of its views only.
        return respond_429(request) if isinstance(error, RateLimited) else None

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        form = (response.context_data or {}).get("form")
        if response.status_code == 200 and isinstance(form, BaseForm) and _codes(form) & _TOO_OFTEN:
            response.status_code = 429
        return response


def _codes(form: BaseForm) -> set[str | None]:
    if not form.is_bound:
        return set()
    return {error.code for errors in form.errors.as_data().values() for error in errors}


class StaffSecondFactorMiddleware:
    """Behind the staff doors a session must have shown a passkey or an authenticator code."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.STAFF_SECOND_FACTOR_REQUIRED and request.path_info.startswith(_STAFF_DOORS):
            return self._missing_factor(request) or self.get_response(request)
        return self.get_response(request)

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
