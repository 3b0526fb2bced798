from __future__ import annotations

from datetime import datetime
from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from oscar.apps.communication.models import Notification
from oscar.apps.wishlists.models import WishList

from catalog.models import ProductSubmission
from catalog.reviews.models import ProductReview
from cms.signals import review_decided
from marketplace.accounts.models import User
from marketplace.accounts.signals import user_erased
from marketplace.shop.customer.notices import notify
from sellers.models import SellerApplication, SellerOrder, SellerOrderEvent, SellerOrderState, SellerStatus
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


@receiver(review_decided, sender=ProductSubmission, dispatch_uid="customer.tell_of_goods")
def tell_of_goods(proposal: ProductSubmission, is_approved: bool, reason: str, **_kwargs: Any) -> None:
    user, product = proposal.submitted_by, proposal.product
    if user is None:
        return
    with translation.override(user.language):
        said = _("“%(name)s” đã được duyệt.") if is_approved else _("“%(name)s” cần sửa trước khi lên chợ.")
        text = _with_reason(said % {"name": Truncator(proposal.title).chars(80)}, reason)
    address = product.get_absolute_url() if product and product.is_public else ""
    notify(user=user, text=text, address=address)


@receiver(review_decided, sender=SellerApplication, dispatch_uid="customer.tell_of_shop")
def tell_of_shop(proposal: SellerApplication, is_approved: bool, reason: str, **_kwargs: Any) -> None:
    user, seller = proposal.applicant, proposal.seller
    address = ""
    if seller is not None and seller.status == SellerStatus.APPROVED:
        address = reverse("seller", kwargs={"slug": seller.slug})
    with translation.override(user.language):
        said = (
            _("Hồ sơ gian hàng “%(name)s” đã được duyệt.") if is_approved else _("Hồ sơ gian hàng “%(name)s” cần sửa.")
        )
        text = _with_reason(said % {"name": Truncator(proposal.name).chars(80)}, reason)
    notify(user=user, text=text, address=address)


def _with_reason(text: str, reason: str) -> str:
    said = _("%(said)s Cán bộ duyệt nhắn: %(reason)s") % {"said": text, "reason": reason} if reason else text
    return Truncator(said).chars(255)


@receiver(user_erased, dispatch_uid="customer.forget")
def forget(user: User, at: datetime, **_kwargs: Any) -> None:
    """Orders stay for the books; reviews stay for other shoppers, without a name."""
    WishList.objects.filter(owner=user).delete()
    Notification.objects.filter(recipient=user).delete()
    ProductReview.objects.filter(user=user).update(user=None, name=_("Người mua"))
