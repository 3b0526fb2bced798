"""An order after it was placed: followed, cancelled, bought again, printed."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marketplace.kernel.errors import MarketplaceError
from marketplace.shop.basket import session
from marketplace.shop.order import access, domain
from marketplace.shop.order.again import BoughtAgain
from marketplace.shop.order.again import buy_again as put_again
from marketplace.shop.order.forms import CancelForm, TrackForm
from marketplace.shop.order.printing import order_pdf
from marketplace.shop.order.queries import view_of


@never_cache
@require_http_methods(["GET", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    form = TrackForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            order = _find(request, form)
            if order is not None:
                access.allow(request, order)
                return redirect("order", reference=order.number)
    return render(request, "order/track.html", {"form": form}, status=status)


@never_cache
@require_GET
def show(request: HttpRequest, reference: str) -> HttpResponse:
    return _page(request, access.get_visible_order(request, reference))


@require_POST
def cancel(request: HttpRequest, reference: str) -> HttpResponse:
    order = access.get_visible_order(request, reference)
    form = CancelForm(request.POST)
    if not form.is_valid():
        return _page(request, order, status=422)
    try:
        _cancel(request, order, form.cleaned_data)
    except MarketplaceError as error:
        return _page(request, order, error=_(error.message), status=409)
    messages.success(request, _("Đã huỷ. Tiền đã trả (nếu có) được hoàn theo cách bạn đã trả."))
    return redirect("order", reference=order.number)


@require_POST
def buy_again(request: HttpRequest, reference: str) -> HttpResponse:
    order = access.get_visible_order(request, reference)
    basket = session.current_for_change(request)
    _tell(request, put_again(order=order, basket=basket, at=timezone.now()))
    return redirect("basket")


@never_cache
@require_GET
def pdf(request: HttpRequest, reference: str) -> HttpResponse:
    order = access.get_visible_order(request, reference)
    response = HttpResponse(order_pdf(view_of(order)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{order.number}.pdf"'
    return response


def _page(request: HttpRequest, order: Any, *, error: str = "", status: int = 200) -> HttpResponse:
    return render(request, "order/order.html", {"shown": view_of(order), "error": error}, status=status)


def _find(request: HttpRequest, form: TrackForm) -> Any | None:
    """None with the error on the form: too many tries, or no such order, whichever of the two fields was wrong."""
    key = form.cleaned_data["reference"].upper()
    if not ratelimit.consume(request, action="order_track", key=key):
        form.add_error(None, _("Bạn thử quá nhiều lần. Đợi ít phút rồi thử lại nhé."))
        return None
    try:
        return domain.find_for_tracking(**form.cleaned_data)
    except domain.OrderNotFound as error:
        form.add_error(None, _(error.message))
        return None


def _cancel(request: HttpRequest, order: Any, data: dict[str, str]) -> None:
    user = request.user if request.user.is_authenticated else None
    reason, at = data["reason"] or domain.CANCELLED_BY_SHOPPER, timezone.now()
    if not data["part"]:
        domain.cancel_order(order=order, user=user, reason=reason, at=at)
        return
    part = order.parts.filter(reference=data["part"]).first()
    if part is None:
        raise Http404
    domain.cancel_part(part=part, user=user, reason=reason, at=at)


def _tell(request: HttpRequest, bought: BoughtAgain) -> None:
    if bought.added:
        messages.success(request, _("Đã cho vào giỏ: %(titles)s.") % {"titles": ", ".join(bought.added)})
    if bought.missed:
        messages.warning(request, _("Hôm nay chưa có: %(titles)s.") % {"titles": ", ".join(bought.missed)})
