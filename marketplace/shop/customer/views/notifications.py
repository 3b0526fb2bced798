from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from marketplace.shop.customer import notices
from marketplace.shop.customer.pages import numbered, page_of

_PAGE = 20


@never_cache
@login_required
def show(request: HttpRequest) -> HttpResponse:
    page = page_of(request, notices.of_user(request.user), _PAGE)
    context = {"notices": page, "pagination": numbered(page)}
    return render(request, "customer/notifications.html", context)


@require_POST
@login_required
def mark_read(request: HttpRequest) -> HttpResponse:
    notices.mark_all_read(user=request.user, at=timezone.now())
    return redirect("account-notifications")
