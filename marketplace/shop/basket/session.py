"""Which basket a request speaks of. Reading one never writes; a basket is made when something is put in.

A guest's basket is named by a signed cookie that also carries the number of its lines, so the count in the header
costs no query. An account has one open basket whatever the device.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

from marketplace.shop.basket.domain import merge
from marketplace.shop.basket.models import Basket, Line

COOKIE = settings.OSCAR_BASKET_COOKIE_OPEN
_signer = Signer(salt="marketplace.shop.basket.cookie")


@dataclass(frozen=True, slots=True)
class GuestBasket:
    """What the cookie says."""

    pk: int
    lines: int


def current(request: HttpRequest) -> Basket:
    """The open basket of this visitor; an unsaved one when there is none yet."""
    basket = getattr(request, "_basket", None)
    if basket is None:
        basket = request._basket = _find(request) or Basket(owner=_owner(request))  # type: ignore[attr-defined]
    return basket


def current_for_change(request: HttpRequest) -> Basket:
    """As `current`; whatever is then done to it, the cookie follows."""
    request._basket_changed = True  # type: ignore[attr-defined]
    basket = current(request)
    if request.user.is_authenticated and basket.pk is not None:
        # Two first presses at once make two baskets.
        for other in Basket.open.filter(owner=request.user).exclude(pk=basket.pk).order_by("pk"):
            merge(source=other, into=basket)
    return basket


def count_lines(request: HttpRequest) -> int:
    """For the header: no query for a guest, one for an account."""
    if request.user.is_authenticated:
        return Line.objects.filter(basket__owner=request.user, basket__status=Basket.OPEN).count()
    guest = read_cookie(request)
    return guest.lines if guest else 0


def read_cookie(request: HttpRequest) -> GuestBasket | None:
    try:
        pk, lines = _signer.unsign(request.COOKIES[COOKIE]).split(".")
        return GuestBasket(pk=int(pk), lines=int(lines))
    except (KeyError, BadSignature, ValueError):
        return None


def cookie_of(basket: Basket) -> str:
    return _signer.sign(f"{basket.pk}.{basket.lines.count()}")


def join_account(request: HttpRequest) -> None:
    """At sign-in: the guest's basket goes into the account's, or becomes it."""
    guest = read_cookie(request)
    forget(request)
    source = Basket.open.filter(pk=guest.pk, owner=None).first() if guest else None
    if source is None:
        return
    own = _find(request)
    if own is None:
        Basket.open.filter(pk=source.pk, owner=None).update(owner=request.user)
    else:
        merge(source=source, into=own)


def forget(request: HttpRequest) -> None:
    """The basket has become an order."""
    request._basket = None  # type: ignore[attr-defined]
    request._basket_changed = True  # type: ignore[attr-defined]


def write_cookie(request: HttpRequest, response: HttpResponse) -> None:
    if not getattr(request, "_basket_changed", False):
        return
    basket = getattr(request, "_basket", None)
    if request.user.is_authenticated or basket is None or basket.pk is None or not basket.can_be_edited:
        if COOKIE in request.COOKIES:
            response.delete_cookie(COOKIE)
        return
    response.set_cookie(
        COOKIE,
        cookie_of(basket),
        max_age=settings.OSCAR_BASKET_COOKIE_LIFETIME,
        secure=settings.OSCAR_BASKET_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _find(request: HttpRequest) -> Basket | None:
    if request.user.is_authenticated:
        return Basket.open.filter(owner=request.user).order_by("pk").first()
    guest = read_cookie(request)
    return Basket.open.filter(pk=guest.pk, owner=None).first() if guest else None


def _owner(request: HttpRequest) -> object | None:
    return request.user if request.user.is_authenticated else None
