"""The one wish list of a person, kept in Oscar's tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_noop
from oscar.apps.wishlists.models import Line, WishList

from catalog.domain import units
from catalog.models import Product, ProductImage
from marketplace.accounts.models import User
from marketplace.kernel import times
from marketplace.kernel.errors import MarketplaceError
from marketplace.kernel.money import Dong, to_dong
from sellers.models import StockRecord
from sellers.strategy import Buyable, buyable

MAX_WISHES = 200


class NoSuchProduct(MarketplaceError):
    code = "no_such_product"
    message = gettext_noop("Sản phẩm này không còn trên chợ.")


class TooManyWishes(MarketplaceError):
    code = "too_many_wishes"
    message = gettext_noop("Danh sách chứa tối đa 200 món. Hãy bỏ bớt trước.")


@dataclass(frozen=True, slots=True)
class Wish:
    product: Product
    photo_key: str
    pack_label: str
    unit_price: Dong
    buyable: Buyable


def toggle(*, user: User, product_id: int) -> bool:
    """Save the product, or take it out when it is saved already; True when it is saved now.

    Raises NoSuchProduct (a variant counts as its parent) or TooManyWishes.
    """
    product = Product.objects.filter(pk=product_id, is_public=True).first()
    if product is None:
        raise NoSuchProduct
    with transaction.atomic():
        wishes = _lines(user)
        if wishes.filter(product_id=product.parent_id or product.pk).delete()[0]:
            return False
        if wishes.count() >= MAX_WISHES:
            raise TooManyWishes
        Line.objects.create(
            wishlist=_wishlist(user), product_id=product.parent_id or product.pk, title=product.get_title()
        )
    return True


def saved_ids(*, user: User) -> set[int]:
    return set(Line.objects.filter(wishlist__owner=user, product__isnull=False).values_list("product_id", flat=True))


def count(*, user: User) -> int:
    return Line.objects.filter(wishlist__owner=user, product__isnull=False).count()


def lines_of(user: User) -> QuerySet[Line]:
    """Newest first, with all that `as_wishes` reads."""
    records = StockRecord.objects.select_related("partner")
    return (
        Line.objects.filter(wishlist__owner=user, product__isnull=False, product__is_public=True)
        .select_related("product")
        .prefetch_related(
            Prefetch("product__stockrecords", records),
            Prefetch("product__children", Product.objects.select_related("parent").order_by("pk")),
            Prefetch("product__children__stockrecords", records),
            Prefetch("product__images", ProductImage.objects.order_by("display_order", "pk")),
        )
        .order_by("-pk")
    )


def as_wishes(lines: Iterable[Line], *, at: datetime) -> list[Wish]:
    return [_wish(line.product, at) for line in lines]


def _wish(product: Product, at: datetime) -> Wish:
    """The price shown is that of the product, or of its first variant."""
    sold = next(iter(product.children.all()), product) if product.is_parent else product
    record = next(iter(sold.stockrecords.all()), None)
    image = next(iter(product.images.all()), None)
    price = to_dong(record.price or 0) if record else 0
    return Wish(
        product=product,
        photo_key=image.photo_key if image else "",
        pack_label=units.pack_label(
            sale_unit=sold.sale_unit, content_amount=sold.content_amount, content_unit=sold.content_unit
        ),
        unit_price=units.price_of_unit(step_price=price, step_thousandths=sold.step_thousandths),
        buyable=buyable(product=sold, stock_record=record, on=times.business_day(at)),
    )


def _lines(user: User) -> QuerySet[Line]:
    User.objects.select_for_update().only("pk").get(pk=user.pk)
    return Line.objects.filter(wishlist__owner=user)


def _wishlist(user: User) -> WishList:
    return WishList.objects.filter(owner=user).order_by("pk").first() or WishList.objects.create(owner=user)
