from __future__ import annotations

from datetime import datetime
from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from oscar.apps.communication.models import Notification
from oscar.apps.wishlists.models import WishList

from catalog.reviews.models import ProductReview
from marketplace.accounts.models import User
from marketplace.accounts.signals import user_erased
from marketplace.shop.customer.notices import notify
from sellers.models import SellerOrder, SellerOrderEvent, SellerOrderState
from sellers.signals import part_moved

_TOLD = {SellerOrderState.SHIPPED, SellerOrderState.DELIVERED, SellerOrderState.CANCELLED}


@receiver(part_moved, dispatch_uid="customer.tell_of_parcel")
def tell_of_parcel(part: SellerOrder, event: SellerOrderEvent, **_kwargs: Any) -> None:
    user = part.order.user
    if user is None or event.state not in _TOLD or event.user_id == user.pk:
        return
    with translation.override(user.language):
        values = {
            "reference": part.order.number,
            "seller": part.seller.name,
            "state": str(SellerOrderState(event.state).label).lower(),
        }
        text = _("Đơn %(reference)s, phần của %(seller)s: %(state)s.") % values
    notify(user=user, text=text, address=reverse("order", kwargs={"reference": part.order.number}))


@receiver(user_erased, dispatch_uid="customer.forget")
def forget(user: User, at: datetime, **_kwargs: Any) -> None:
    """Orders stay for the books; reviews stay for other shoppers, without a name."""
    WishList.objects.filter(owner=user).delete()
    Notification.objects.filter(recipient=user).delete()
    ProductReview.objects.filter(user=user).update(user=None, name=_("Người mua"))
