from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from marketplace.accounts.domain import consents, erasure
from marketplace.kernel.errors import MarketplaceError
from marketplace.shop.customer.export import export as export_of
from marketplace.shop.customer.forms import ConsentForm


@never_cache
@login_required
def show(request: HttpRequest) -> HttpResponse:
    granted = [purpose.value for purpose in consents.granted_purposes(user=request.user)]
    form = ConsentForm(request.POST if request.method == "POST" else None, initial={"purposes": granted})
    if request.method == "POST" and form.is_valid():
        form.save(request.user, at=timezone.now())
        messages.success(request, _("Đã lưu lựa chọn của bạn."))
        return redirect("account-privacy")
    context = {
        "form": form,
        "consents": request.user.consents.order_by("-granted_at", "-pk"),
        "erasure": erasure.find_open(user=request.user),
        "waiting_days": erasure.WAITING_DAYS,
    }
    return render(request, "customer/privacy.html", context, status=422 if form.errors else 200)


@never_cache
@require_GET
@login_required
@reauthentication_required
def export(request: HttpRequest) -> HttpResponse:
    response = JsonResponse(export_of(user=request.user), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="xu-tra-du-lieu-cua-toi.json"'
    return response


@login_required
@reauthentication_required
def erase(request: HttpRequest) -> HttpResponse:
    """A page that asks once more; reauthentication leads back to it, so it answers GET as well."""
    if request.method != "POST":
        return render(request, "customer/erase.html", {"waiting_days": erasure.WAITING_DAYS})
    try:
        erasure.request_erasure(user=request.user, at=timezone.now())
    except MarketplaceError as error:
        messages.error(request, _(error.message))
    else:
        messages.success(request, _("Đã nhận yêu cầu xoá tài khoản."))
    return redirect("account-privacy")


@require_POST
@login_required
def keep(request: HttpRequest) -> HttpResponse:
    if erasure.cancel(user=request.user, at=timezone.now()):
        messages.success(request, _("Tài khoản của bạn được giữ lại."))
    return redirect("account-privacy")
