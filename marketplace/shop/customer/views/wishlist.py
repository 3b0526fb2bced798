from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from marketplace.kernel.errors import MarketplaceError
from marketplace.shop.customer import wishes
from marketplace.shop.customer.pages import numbered, page_of

_PAGE = 24


@never_cache
@login_required
def show(request: HttpRequest) -> HttpResponse:
    page = page_of(request, wishes.lines_of(request.user), _PAGE)
    context = {"wishes": wishes.as_wishes(page, at=timezone.now()), "pagination": numbered(page)}
    return render(request, "customer/wishlist.html", context)


@require_POST
@login_required
def toggle(request: HttpRequest, product_id: int) -> HttpResponse:
    try:
        is_saved = wishes.toggle(user=request.user, product_id=product_id)
    except MarketplaceError as error:
        messages.error(request, _(error.message))
    else:
        messages.success(request, _("Đã lưu vào danh sách.") if is_saved else _("Đã bỏ khỏi danh sách."))
    target = request.POST.get("next", "")
    is_safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return redirect(target if is_safe else "account-wishlist")
