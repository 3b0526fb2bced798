from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from oscar.apps.catalogue.reviews.models import ProductReview
from oscar.apps.communication.models import Notification
from oscar.apps.wishlists.models import WishList

from marketplace.accounts.models import User
from marketplace.accounts.signals import user_erased
from marketplace.shop.customer.notices import notify
from sellers.models import SellerOrderEvent, SellerOrderState

_TOLD = {SellerOrderState.SHIPPED, SellerOrderState.DELIVERED, SellerOrderState.CANCELLED}


@receiver(post_save, sender=SellerOrderEvent, dispatch_uid="customer.tell_of_parcel")
def tell_of_parcel(instance: SellerOrderEvent, created: bool, **_kwargs: Any) -> None:
    part = instance.part
    if not created or instance.state not in _TOLD or part.order.user is None:
        return
    user = part.order.user
    with translation.override(user.language):
        values = {
            "reference": part.order.number,
            "seller": part.seller.name,
            "state": str(SellerOrderState(instance.state).label).lower(),
        }
        text = _("Đơn %(reference)s, phần của %(seller)s: %(state)s.") % values
    notify(user=user, text=text, address=_order_address(part.order.number))


@receiver(user_erased, dispatch_uid="customer.forget")
def forget(user: User, at: datetime, **_kwargs: Any) -> None:
    """Orders stay for the books; reviews stay for other shoppers, without a name."""
    WishList.objects.filter(owner=user).delete()
    Notification.objects.filter(recipient=user).delete()
    ProductReview.objects.filter(user=user).update(name="", email="")


def _order_address(reference: str) -> str:
    try:
        return reverse("order", kwargs={"reference": reference})
    except NoReverseMatch:
        return reverse("account-orders")
