from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from oscar.apps.order.models import Order

from marketplace.shop.basket import session
from marketplace.shop.customer import history
from marketplace.shop.customer.pages import numbered, page_of

_PAGE = 10


@never_cache
@login_required
def show(request: HttpRequest) -> HttpResponse:
    page = page_of(request, history.orders_of(request.user), _PAGE)
    return render(request, "customer/orders.html", {"orders": page, "pagination": numbered(page)})


@require_POST
@login_required
def buy_again(request: HttpRequest, reference: str) -> HttpResponse:
    order = get_object_or_404(Order.objects.filter(user=request.user), number=reference)
    result = history.buy_again(order=order, basket=session.current_for_change(request), at=timezone.now())
    if result.added:
        text = ngettext("Đã cho %(count)s món vào giỏ.", "Đã cho %(count)s món vào giỏ.", result.added)
        messages.success(request, text % {"count": result.added})
    for title, why in result.refused:
        messages.warning(request, f"{title}: {_(why)}")
    return redirect("basket" if result.added else "account-orders")
