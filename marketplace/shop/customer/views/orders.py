from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from marketplace.shop.customer.pages import numbered, page_of
from marketplace.shop.order import queries

_PAGE = 10


@never_cache
@login_required
def show(request: HttpRequest) -> HttpResponse:
    page = page_of(request, queries.orders_of(request.user), _PAGE)
    lines = queries.lines_of(page)
    context = {"orders": [(order, lines[order.pk]) for order in page], "pagination": numbered(page)}
    return render(request, "customer/orders.html", context)
