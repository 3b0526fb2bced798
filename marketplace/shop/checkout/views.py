"""Two pages to an order: the details, and the answers to check. Then the payment, if there is one."""

from __future__ import annotations

import contextlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from marketplace.accounts.address_form import find_communes
from marketplace.accounts.domain import addresses
from marketplace.kernel import places
from marketplace.kernel.errors import MarketplaceError
from marketplace.shop.basket import contents, offers, session, tokens
from marketplace.shop.basket.contents import Contents
from marketplace.shop.basket.models import Basket
from marketplace.shop.basket.problems import with_strategy
from marketplace.shop.checkout import domain, draft, forms
from marketplace.shop.checkout.draft import Draft
from marketplace.shop.checkout.options import Options, read_options
from marketplace.shop.checkout.request import CheckoutRequest
from marketplace.shop.order import access
from payments.gateways.registry import get_gateway
from sellers.domain.delivery import Destination


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies on the table while somebody checks out."""

    basket: Basket
    contents: Contents
    draft: Draft
    at: datetime

    def options(self, destination: Destination, deliveries: dict[int, str]) -> Options:
        return read_options(basket=self.basket, destination=destination, chosen=deliveries, at=self.at)


@never_cache
@require_http_methods(["GET", "POST"])
def details(request: HttpRequest) -> HttpResponse:
    desk = _desk(request)
    if not desk.contents.lines or desk.contents.is_blocked:
        return redirect("basket")
    if request.method == "GET":
        form = _form(request, desk, initial=draft.initial(request, desk.draft))
        return _details_page(request, desk, form, desk.draft.deliveries, desk.draft.notes)
    return _take_details(request, desk)


@never_cache
@require_GET
def deliveries(request: HttpRequest) -> HttpResponse:
    """The deliveries to a place, for htmx, while the address is being typed."""
    desk = _desk(request)
    options = desk.options(_destination(request.GET), desk.draft.deliveries)
    return render(request, "checkout/deliveries.html", {"options": options, "contents": desk.contents})


@never_cache
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _place(request)
    desk = _desk(request)
    if not desk.draft.is_complete or not desk.contents.lines:
        return redirect("checkout")
    return _review_page(request, desk)


def _take_details(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = _form(request, desk, data=request.POST)
    is_valid = form.is_valid()
    destination = forms.address_of(form.cleaned_data).destination if is_valid else _destination(request.POST)
    options = desk.options(destination, {})
    chosen, notes = forms.read_choices(request.POST, options)
    if "use_voucher" in request.POST:
        error = _use_voucher(request, desk)
        desk = _desk(request)
        return _details_page(request, desk, _form(request, desk, initial=request.POST.dict()), chosen, notes, error)
    if not is_valid or options.unreachable:
        return _details_page(request, desk, form, chosen, notes, _unreachable(options), status=422)
    draft.save(request, Draft(_kept(form), chosen, notes))
    return redirect("checkout-review")


def _place(request: HttpRequest) -> HttpResponse:
    kept = draft.load(request)
    basket_id = tokens.read(request.POST.get("basket", ""))
    order = domain.find_placed_before(key=_typed(request, "key"), basket_id=basket_id)
    if order is not None:
        # The second press of a double click; the first has taken the draft away.
        return _to_order(request, order)
    if basket_id is None or not kept.is_complete:
        return redirect("checkout")
    try:
        placed = domain.place_order(_request(request, kept, basket_id), timezone.now())
    except domain.AlreadyOrdered as error:
        return _to_order(request, error.order)
    except MarketplaceError as error:
        return _refused(request, error)
    _after_placing(request, placed, kept)
    return redirect(placed.next_step.url or domain.order_path(placed.order))


def _after_placing(request: HttpRequest, placed: domain.PlacedOrder, kept: Draft) -> None:
    access.allow(request, placed.order)
    draft.drop(request)
    session.forget(request)
    if placed.is_new and kept.details.get("save_address"):
        _save_address(request, kept)


def _request(request: HttpRequest, kept: Draft, basket_id: int) -> CheckoutRequest:
    return CheckoutRequest(
        basket_id=basket_id,
        user=request.user,
        contact=forms.contact_of(kept.details),
        address=forms.address_of(kept.details),
        payment_method=kept.details["payment_method"],
        idempotency_key=_typed(request, "key")[:80] or secrets.token_urlsafe(24),
        deliveries=kept.deliveries,
        notes=kept.notes,
        invoice=forms.invoice_of(kept.details),
        expected_total=_whole(request.POST.get("total")),
        is_adult="is_adult" in request.POST,
        language=get_language() or "vi",
    )


def _to_order(request: HttpRequest, order: Any) -> HttpResponse:
    """Only the browser that holds the basket's signed key, or its account, comes here."""
    access.allow(request, order)
    draft.drop(request)
    session.forget(request)
    return redirect("order", reference=order.number)


def _refused(request: HttpRequest, error: MarketplaceError) -> HttpResponse:
    """The answers again, with what was refused and today's sums; all that was typed is still there."""
    if isinstance(error, offers.VoucherNotUsable | offers.VoucherForMembers):
        offers.remove_voucher(basket=session.current_for_change(request), code=str(error.details["voucher_code"]))
    desk = _desk(request)
    if not desk.contents.lines:
        return redirect("basket")
    return _review_page(request, desk, error=error, status=409)


def _use_voucher(request: HttpRequest, desk: Desk) -> str:
    try:
        offers.add_voucher(basket=desk.basket, code=_typed(request, "voucher"), user=request.user, at=desk.at)
    except MarketplaceError as error:
        return _(error.message)
    return ""


def _desk(request: HttpRequest) -> Desk:
    at, basket = timezone.now(), session.current(request)
    with_strategy(basket, at)
    shown = contents.read(basket=basket, user=request.user, at=at, with_photos=False)
    return Desk(basket, shown, draft.load(request), at)


def _form(request: HttpRequest, desk: Desk, **arguments: Any) -> forms.DetailsForm:
    return forms.DetailsForm(total=desk.contents.total_amount, has_account=request.user.is_authenticated, **arguments)


def _details_page(
    request: HttpRequest,
    desk: Desk,
    form: forms.DetailsForm,
    chosen: dict[int, str],
    notes: dict[int, str],
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    posted = request.POST or form.initial
    options = desk.options(_destination(posted), chosen)
    context = {
        "form": form,
        "contents": desk.contents,
        "options": options,
        "notes": notes,
        "error": error,
    }
    return render(request, "checkout/details.html", context, status=status)


def _review_page(
    request: HttpRequest, desk: Desk, error: MarketplaceError | None = None, status: int = 200
) -> HttpResponse:
    kept = desk.draft
    options = desk.options(forms.address_of(kept.details).destination, kept.deliveries)
    total = desk.contents.total_amount + options.delivery_amount
    context = {
        "contents": desk.contents,
        "options": options,
        "parcels": [
            (view, options.of(view.seller.pk).chosen, kept.notes.get(view.seller.pk, ""))
            for view in desk.contents.sellers
        ],
        "contact": forms.contact_of(kept.details),
        "address": forms.address_of(kept.details),
        "invoice": forms.invoice_of(kept.details),
        "method": get_gateway(kept.details["payment_method"]),
        "total": total,
        "basket_token": tokens.token_of(desk.basket),
        # A new key for each page: a double click sends it twice, a second thought does not.
        "key": secrets.token_urlsafe(24),
        "is_adult": "is_adult" in request.POST,
        "error": _(error.message) if error else "",
    }
    return render(request, "checkout/review.html", context, status=status)


def _destination(typed: Any) -> Destination:
    """As far as it can be told from what is typed so far; the province itself when nothing is."""
    province = str(typed.get("province_code") or places.PROVINCE_CODE)
    if province not in places.provinces():
        province = places.PROVINCE_CODE
    if province != places.PROVINCE_CODE:
        return Destination(province)
    code = str(typed.get("commune_code") or "")
    if code in places.communes():
        return Destination(province, code)
    found = find_communes(str(typed.get("commune") or "")[:80])
    return Destination(province, found[0].code if len(found) == 1 else "")


def _unreachable(options: Options) -> str:
    if not options.unreachable:
        return ""
    names = ", ".join(seller.name for seller in options.unreachable)
    return _("%(sellers)s chưa giao được món bạn chọn đến địa chỉ này.") % {"sellers": names}


def _kept(form: forms.DetailsForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "commune"}


def _save_address(request: HttpRequest, kept: Draft) -> None:
    details = kept.details
    names = ("name", "phone", "street", "province_code", "commune_name", "commune_code")
    address = addresses.Address(**{name: details[name] for name in names})
    known = addresses.of_user(request.user).filter(street=address.street, commune_code=address.commune_code)
    if not known.exists():
        with contextlib.suppress(addresses.TooManyAddresses):
            addresses.add(user=request.user, address=address)


def _typed(request: HttpRequest, name: str) -> str:
    """PostgreSQL keeps no NUL, and nobody means one."""
    return str(request.POST.get(name, "")).replace("\x00", "")[:200]


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else None
