"""A basket's number, signed: what a guest's cookie and the API hold. Nobody can make one for another's basket."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer

from marketplace.shop.basket.models import Basket

_signer = Signer(salt="marketplace.shop.basket")


def token_of(basket: Basket) -> str:
    return _signer.sign(str(basket.pk))


def read(token: str) -> int | None:
    """The basket's key, or None when the signature is not ours."""
    try:
        return int(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None


def find_basket(token: str) -> Basket | None:
    """The guest's basket that the token names, whatever its status: a submitted one still answers for its order."""
    key = read(token)
    return Basket.objects.filter(pk=key, owner=None).first() if key is not None else None
