from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from marketplace.shop.basket import session


@receiver(user_logged_in, dispatch_uid="shop.join_basket")
def join_basket(request: HttpRequest | None, user: Any, **kwargs: object) -> None:
    # Commands and tests sign people in without a request of their own.
    if request is not None and hasattr(request, "COOKIES"):
        request.user = user
        session.join_account(request)
