from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from marketplace.kernel.errors import MarketplaceError
from marketplace.shop.customer import reviews
from marketplace.shop.customer.forms import ReviewForm
from marketplace.shop.customer.pages import numbered, page_of

_PAGE = 20


@never_cache
@login_required
def show(request: HttpRequest) -> HttpResponse:
    page = page_of(request, reviews.written(user=request.user), _PAGE)
    context = {"waiting": reviews.waiting(user=request.user), "written": page, "pagination": numbered(page)}
    return render(request, "customer/reviews.html", context)


@never_cache
@login_required
def write(request: HttpRequest, product_id: int) -> HttpResponse:
    product = next((p for p in reviews.waiting(user=request.user) if p.pk == product_id), None)
    if product is None:
        raise Http404
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reviews.submit(user=request.user, product_id=product_id, **form.cleaned_data)
        except MarketplaceError as error:
            form.add_error(None, _(error.message))
        else:
            messages.success(request, _("Cảm ơn bạn. Đánh giá sẽ hiện sau khi được đọc duyệt."))
            return redirect("account-reviews")
    status = 422 if form.errors else 200
    return render(request, "customer/review.html", {"form": form, "product": product}, status=status)
