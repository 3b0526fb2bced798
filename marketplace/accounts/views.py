"""allauth's views where ours differ: two ways to sign up, a forgotten password."""

from __future__ import annotations

import time
from typing import Any

from allauth.account import views
from allauth.account.internal.flows.login import get_authentication_records
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from marketplace.accounts import forms

# How long a code just typed stands in for a forgotten password.
_FRESH_CODE_SECONDS = 15 * 60


class LoginView(views.LoginView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "code_form": forms.RequestLoginCodeForm()}


class _SignupView(views.SignupView):
    def form_valid(self, form: Any) -> HttpResponse:
        try:
            # A code that may not be sent leaves no half-made account behind.
            with transaction.atomic():
                return super().form_valid(form)
        except IntegrityError:
            # Pressed twice at once: the other press has just made the account, which the form sees now.
            form.full_clean()
            return super().form_valid(form)


class PhoneSignupView(_SignupView):
    def get_form_class(self) -> type:
        return forms.PhoneSignupForm


class EmailSignupView(_SignupView):
    template_name = "account/signup_email.html"

    def get_form_class(self) -> type:
        return forms.EmailSignupForm


class PasswordChangeView(views.PasswordChangeView):
    """Who forgot the password signs in with a code, and for a quarter of an hour need not know the old one."""

    def get_form_class(self) -> type:
        return forms.SetPasswordForm if _came_by_code(self.request) else forms.ChangePasswordForm


def password_reset_by_phone(request: HttpRequest) -> HttpResponseBase:
    """By phone, a forgotten password is a sign-in with a code followed by a new password."""
    return HttpResponseRedirect(f"{reverse('account_request_login_code')}?next={reverse('account_change_password')}")


def _came_by_code(request: HttpRequest) -> bool:
    codes = [r for r in get_authentication_records(request, request.user) if r["method"] == "code"]  # type: ignore[arg-type]
    return bool(codes) and time.time() - codes[-1]["at"] < _FRESH_CODE_SECONDS
