from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from marketplace.shop.customer import history, notices, wishes


@never_cache
@login_required
def show(request: HttpRequest) -> HttpResponse:
    context = {
        "latest": history.orders_of(request.user).first(),
        "unread": notices.count_unread(request.user),
        "saved_count": len(wishes.saved_ids(user=request.user)),
    }
    return render(request, "customer/home.html", context)
