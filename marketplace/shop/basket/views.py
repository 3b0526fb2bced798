"""The basket page and its four forms. Each form works without JavaScript; htmx swaps `#basket` where it runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from catalog.models import Product
from marketplace.kernel.errors import MarketplaceError
from marketplace.shop.basket import contents, domain, offers, problems, quantities, session
from marketplace.shop.basket.models import Line


@never_cache
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    return _page(request, removed=_removed(request.GET.get("bo", "")))


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    product = Product.objects.filter(pk=_whole(request.POST.get("product"))).only("pk", "step_thousandths").first()
    if product is None:
        return _refused(request, domain.NotForSale())

    def act() -> object:
        return domain.add_line(
            basket=session.current_for_change(request),
            product_id=product.pk,
            quantity=_steps(request, product.step_thousandths),
            at=timezone.now(),
        )

    return _answer(request, act, _next(request) or reverse("basket"))


@require_POST
def change(request: HttpRequest, line_id: int) -> HttpResponse:
    basket = session.current_for_change(request)
    line = Line.objects.select_related("product").filter(basket_id=basket.pk, pk=line_id).first()
    if line is None:
        return _refused(request, domain.NoSuchLine())
    wanted = _wanted(request, line)
    if isinstance(wanted, MarketplaceError):
        return _refused(request, wanted)
    if wanted < 1:
        removed = domain.remove_line(basket=basket, line_id=line_id)
        return redirect(f"{reverse('basket')}?bo={removed.product_id}-{removed.quantity}")
    return _answer(
        request,
        lambda: domain.change_line(basket=basket, line_id=line_id, quantity=wanted, at=timezone.now()),
        reverse("basket"),
    )


@require_POST
def voucher(request: HttpRequest) -> HttpResponse:
    basket, code = session.current_for_change(request), request.POST.get("code", "").replace("\x00", "")[:128]
    if "remove" in request.POST:
        return _answer(request, lambda: offers.remove_voucher(basket=basket, code=code), reverse("basket"))

    def act() -> object:
        problems.with_strategy(basket, timezone.now())
        return offers.add_voucher(basket=basket, code=code, user=request.user, at=timezone.now())

    return _answer(request, act, reverse("basket"))


@require_POST
def accept_prices(request: HttpRequest) -> HttpResponse:
    basket = session.current_for_change(request)
    return _answer(request, lambda: domain.accept_prices(basket=basket, at=timezone.now()), reverse("basket"))


def _answer(request: HttpRequest, act: Callable[[], object], then: str) -> HttpResponse:
    try:
        act()
    except MarketplaceError as error:
        return _refused(request, error)
    return redirect(then)


def _refused(request: HttpRequest, error: MarketplaceError) -> HttpResponse:
    """The basket as it stands, with what was refused; nothing of it changed."""
    # htmx swaps only successful answers.
    return _page(request, error=_(error.message), status=200 if request.headers.get("HX-Request") else 422)


def _page(request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    basket = session.current(request)
    shown = contents.read(basket=basket, user=request.user, at=timezone.now())
    return render(request, "basket/basket.html", {"contents": shown, **context}, status=status)


def _steps(request: HttpRequest, step_thousandths: int) -> int:
    """`steps` counts steps; `quantity` is written in sale units; neither means one step."""
    if steps := request.POST.get("steps"):
        return _whole(steps)
    text = request.POST.get("quantity")
    return quantities.to_steps(text, step_thousandths) if text else 1


def _wanted(request: HttpRequest, line: Line) -> int | MarketplaceError:
    """The buttons take one step more or less or remove the line; the field gives a quantity in sale units."""
    action = request.POST.get("action", "")
    if action in _ACTIONS:
        return _ACTIONS[action](line.quantity)
    try:
        return quantities.to_steps(request.POST.get("quantity", ""), line.product.step_thousandths)
    except MarketplaceError as error:
        return error


_ACTIONS: dict[str, Callable[[int], int]] = {
    "more": lambda quantity: quantity + 1,
    "less": lambda quantity: quantity - 1,
    "remove": lambda quantity: 0,
}


def _removed(text: str) -> domain.Removed | None:
    """What was just taken out, from the address, so that one press puts it back."""
    product_id, _dash, steps = text.partition("-")
    product = Product.objects.select_related("parent").filter(pk=_whole(product_id)).first() if text else None
    if product is None or not 0 < _whole(steps) <= domain.MAX_STEPS:
        return None
    return domain.Removed(product_id=product.pk, quantity=_whole(steps), title=product.get_title())


def _whole(text: str | None) -> int:
    """Zero for what is no number or too large for a key."""
    digits = text if text and text.isascii() and text.isdigit() and len(text) <= 18 else "0"
    return min(int(digits), models.BigIntegerField.MAX_BIGINT)


def _next(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    return target if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}) else ""
