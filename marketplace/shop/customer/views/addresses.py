from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from marketplace.accounts.domain import addresses
from marketplace.accounts.domain.addresses import TooManyAddresses
from marketplace.accounts.models import SavedAddress
from marketplace.kernel import phones, places
from marketplace.shop.customer.forms import SavedAddressForm


@never_cache
@login_required
def show(request: HttpRequest) -> HttpResponse:
    return render(request, "customer/addresses.html", {"addresses": addresses.of_user(request.user)})


@never_cache
@login_required
def add(request: HttpRequest) -> HttpResponse:
    initial = {"name": request.user.get_full_name(), "phone": _written(request.user.phone)}
    form = SavedAddressForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            addresses.add(user=request.user, address=form.address, is_default=form.cleaned_data["is_default"])
        except TooManyAddresses as error:
            form.add_error(None, _(error.message))
        else:
            messages.success(request, _("Đã lưu địa chỉ."))
            return redirect("account-addresses")
    return _page(request, form)


@never_cache
@login_required
def change(request: HttpRequest, pk: int) -> HttpResponse:
    saved = _get(request, pk)
    initial = SavedAddressForm.initial_of(saved) | {"phone": _written(saved.phone), "is_default": saved.is_default}
    form = SavedAddressForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        addresses.change(saved=saved, address=form.address, is_default=form.cleaned_data["is_default"])
        messages.success(request, _("Đã lưu địa chỉ."))
        return redirect("account-addresses")
    return _page(request, form, saved)


@require_POST
@login_required
def make_default(request: HttpRequest, pk: int) -> HttpResponse:
    addresses.make_default(saved=_get(request, pk))
    return redirect("account-addresses")


@require_POST
@login_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    addresses.remove(saved=_get(request, pk))
    messages.success(request, _("Đã xoá địa chỉ."))
    return redirect("account-addresses")


def _get(request: HttpRequest, pk: int) -> SavedAddress:
    return get_object_or_404(addresses.of_user(request.user), pk=pk)


def _page(request: HttpRequest, form: SavedAddressForm, saved: SavedAddress | None = None) -> HttpResponse:
    context = {"form": form, "saved": saved, "communes": places.communes().values()}
    return render(request, "customer/address.html", context, status=422 if form.errors else 200)


def _written(number: str | None) -> str:
    return phones.as_written(number) if number else ""
