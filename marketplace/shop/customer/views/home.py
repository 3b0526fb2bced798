from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from marketplace.shop.customer import reviews, wishes
from marketplace.shop.order import queries


@never_cache
@login_required
def show(request: HttpRequest) -> HttpResponse:
    latest = queries.orders_of(request.user)[:1]
    lines = queries.lines_of(latest)
    context = {
        "latest": [(order, lines[order.pk]) for order in latest],
        "saved_count": wishes.count(user=request.user),
        "waiting_reviews": len(reviews.waiting(user=request.user)),
    }
    return render(request, "customer/home.html", context)
