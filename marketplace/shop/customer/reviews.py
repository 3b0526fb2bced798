"""Reviews by people who bought: once a product, after delivery, shown when a moderator has read them."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import F, Prefetch, QuerySet
from django.utils.translation import gettext_noop
from oscar.core.loading import get_model

from catalog.models import Product, ProductImage
from catalog.reviews.models import ProductReview
from marketplace.accounts.models import User
from marketplace.kernel.errors import MarketplaceError
from sellers.models import SellerOrderState

OrderLine = get_model("order", "Line")
_TITLE_LENGTH = 80


class NotDelivered(MarketplaceError):
    code = "review_before_delivery"
    message = gettext_noop("Chỉ đánh giá được món bạn đã mua và đã nhận.")


class AlreadyReviewed(MarketplaceError):
    code = "already_reviewed"
    message = gettext_noop("Bạn đã đánh giá món này rồi.")


def waiting(*, user: User) -> list[Product]:
    """What was delivered and not reviewed yet, the latest first, with pictures."""
    reviewed = ProductReview.objects.filter(user=user, product__isnull=False).values("product_id")
    products = Product.objects.filter(pk__in=_delivered_ids(user)).exclude(pk__in=reviewed)
    return list(products.prefetch_related(_pictures()).order_by("-pk"))


def written(*, user: User) -> QuerySet[ProductReview]:
    return ProductReview.objects.filter(user=user).select_related("product").order_by("-pk")


def submit(*, user: User, product_id: int, score: int, body: str) -> ProductReview:
    """`product_id` is that of the product, not of a pack of it. Raises NotDelivered or AlreadyReviewed."""
    if product_id not in _delivered_ids(user):
        raise NotDelivered
    try:
        with transaction.atomic():
            return ProductReview.objects.create(
                user=user, product_id=product_id, score=score, body=body, title=_title(body)
            )
    except IntegrityError:
        raise AlreadyReviewed from None


def _delivered_ids(user: User) -> set[int]:
    lines = OrderLine.objects.filter(
        order__user=user,
        product__isnull=False,
        order__parts__seller=F("partner"),
        order__parts__state=SellerOrderState.DELIVERED,
    )
    return {parent or pk for pk, parent in lines.values_list("product_id", "product__parent_id")}


def _title(body: str) -> str:
    """Oscar wants one; people write none."""
    first = body.strip().splitlines()[0]
    return first if len(first) <= _TITLE_LENGTH else first[: _TITLE_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def _pictures() -> Prefetch:
    return Prefetch("images", ProductImage.objects.order_by("display_order", "pk"))
