from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from marketplace.shop.customer.forms import ProfileForm


@never_cache
@login_required
def show(request: HttpRequest) -> HttpResponse:
    user = request.user
    form = ProfileForm(request.POST or None, initial={"name": user.get_full_name(), "language": user.language})
    if request.method == "POST" and form.is_valid():
        form.save(user)
        with translation.override(user.language):
            messages.success(request, _("Đã lưu thông tin."))
        response = redirect("account-profile")
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, max_age=365 * 24 * 3600, samesite="Lax")
        return response
    return render(request, "customer/profile.html", {"form": form}, status=422 if form.errors else 200)
