"""Tokens of baskets: signed, so that nobody makes one, and read back into the basket they name."""

from __future__ import annotations

from typing import Annotated

from django.core import signing
from django.http import Http404
from pydantic import StringConstraints

from marketplace.shop.basket import domain
from marketplace.shop.basket.models import Basket

_SALT = "marketplace.api.baskets"
_MAX_AGE_SECONDS = 60 * 24 * 60 * 60

Token = Annotated[str, StringConstraints(max_length=200, pattern=r"^[A-Za-z0-9:_-]+$")]


def write_token(basket: Basket) -> str:
    return signing.dumps(basket.pk, salt=_SALT)


def read_token(token: str) -> int:
    """The basket's key, whatever has become of the basket. Raises Http404 for a token that is not ours or too old."""
    try:
        return int(signing.loads(token, salt=_SALT, max_age=_MAX_AGE_SECONDS))
    except signing.BadSignature:
        raise Http404 from None


def get_open_basket(token: str) -> Basket:
    """Raises Http404 for a basket that is gone, and BasketClosed once it is ordered."""
    basket = Basket.objects.filter(pk=read_token(token), owner=None).first()
    if basket is None:
        raise Http404
    if basket.status != Basket.OPEN:
        raise domain.BasketClosed
    return basket
