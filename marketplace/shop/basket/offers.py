"""Discounts: Oscar's offers and vouchers, read in a constant number of queries and always whole đồng."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils.translation import gettext_noop
from oscar.apps.offer.applicator import Applicator
from oscar.core.loading import get_model

from marketplace.kernel.errors import MarketplaceError
from marketplace.kernel.money import Dong, to_dong
from marketplace.shop.basket.domain import lock
from marketplace.shop.basket.models import Basket
from marketplace.shop.basket.utils import whole_dong

Voucher = get_model("voucher", "Voucher")
ConditionalOffer = get_model("offer", "ConditionalOffer")

MAX_VOUCHERS = 3


class NoSuchVoucher(MarketplaceError):
    code = "no_such_voucher"
    message = gettext_noop("Không có mã giảm giá này. Bạn xem lại từng chữ giúp.")


class VoucherNotUsable(MarketplaceError):
    code = "voucher_not_usable"
    message = gettext_noop("Mã giảm giá này đã hết hạn hoặc đã hết lượt dùng.")


class VoucherForMembers(MarketplaceError):
    code = "voucher_for_members"
    message = gettext_noop("Mã này dành cho khách có tài khoản. Bạn đăng nhập để dùng nhé.")


class VoucherDoesNotFit(MarketplaceError):
    code = "voucher_does_not_fit"
    message = gettext_noop("Mã này không áp dụng cho các món trong giỏ.")


class TooManyVouchers(MarketplaceError):
    code = "too_many_vouchers"
    message = gettext_noop("Mỗi đơn dùng tối đa 3 mã giảm giá.")


def apply_offers(*, basket: Basket, user: Any, at: datetime, for_update: bool = False) -> None:
    """Work out the discounts of the basket's lines; the basket needs its strategy. Nothing is written.

    `for_update` locks the vouchers and every offer whose use is limited, in key order, so that the last use is given
    once; it raises VoucherNotUsable or VoucherForMembers for a voucher that is not good any more.
    """
    if not basket.all_lines():
        return
    vouchers = _vouchers(basket, user, at, for_update)
    offers = [*_site_offers(at, for_update), *_voucher_offers(vouchers, at, for_update)]
    if offers:
        Applicator().apply_offers(basket, sorted(offers, key=lambda offer: offer.priority, reverse=True))
        _count_from_lines(basket)


def discount_delivery(*, basket: Basket, fee: Dong) -> Dong:
    """What the applied offers take off the delivery fees together; remembered with each offer."""
    left = fee
    for application in basket.offer_applications:
        if application["result"].affects_shipping:
            cut = to_dong(whole_dong(application["offer"].shipping_discount(Decimal(left))))
            application["discount"] = Decimal(min(cut, left))
            left -= min(cut, left)
    return fee - left


def add_voucher(*, basket: Basket, code: str, user: Any, at: datetime) -> Any:
    """Raises NoSuchVoucher, VoucherNotUsable, VoucherForMembers, VoucherDoesNotFit or TooManyVouchers."""
    voucher = Voucher.objects.filter(code=code.strip().upper()).first()
    if voucher is None:
        raise NoSuchVoucher
    check_usable(voucher=voucher, user=user, at=at)
    with transaction.atomic():
        lock(basket)
        others = set(basket.vouchers.values_list("pk", flat=True)) - {voucher.pk}
        if len(others) >= MAX_VOUCHERS:
            raise TooManyVouchers
        basket.vouchers.add(voucher)
        basket.reset_offer_applications()
        apply_offers(basket=basket, user=user, at=at)
        if not any(application["voucher"] == voucher for application in basket.offer_applications):
            raise VoucherDoesNotFit
    return voucher


def remove_voucher(*, basket: Basket, code: str) -> None:
    with transaction.atomic():
        lock(basket)
        basket.vouchers.remove(*basket.vouchers.filter(code=code.strip().upper()))
    basket.reset_offer_applications()


def check_usable(*, voucher: Any, user: Any, at: datetime) -> None:
    """Raises VoucherNotUsable or VoucherForMembers. Only under a lock of its row does the answer last."""
    if voucher.usage == Voucher.ONCE_PER_CUSTOMER and not _account(user).is_authenticated:
        raise VoucherForMembers(voucher_code=voucher.code)
    if not _is_usable(voucher, user, at):
        raise VoucherNotUsable(voucher_code=voucher.code)


def _vouchers(basket: Basket, user: Any, at: datetime, for_update: bool) -> list[Any]:
    if not for_update:
        vouchers = list(basket.vouchers.order_by("pk"))
        return [voucher for voucher in vouchers if _is_usable(voucher, user, at)]
    vouchers = list(basket.vouchers.select_for_update(of=("self",)).order_by("pk"))
    for voucher in vouchers:
        check_usable(voucher=voucher, user=user, at=at)
    return vouchers


def _is_usable(voucher: Any, user: Any, at: datetime) -> bool:
    return voucher.is_active(at) and voucher.is_available_to_user(_account(user))[0]


def _site_offers(at: datetime, for_update: bool) -> list[Any]:
    wanted = _open(at).filter(offer_type=ConditionalOffer.SITE)
    # Mostly there is none, and to ask for that costs a third of asking for the rows with all that hangs on them.
    if not wanted.exists():
        return []
    offers = {offer.pk: offer for offer in wanted}
    limited = [pk for pk, offer in offers.items() if offer.max_global_applications or offer.max_discount]
    if for_update and limited:
        offers |= {offer.pk: offer for offer in _locked(_open(at).filter(pk__in=limited))}
    return list(offers.values())


def _voucher_offers(vouchers: list[Any], at: datetime, for_update: bool) -> list[Any]:
    offers = _locked(_open(at)) if for_update else _open(at)
    prefetch_related_objects(vouchers, Prefetch("offers", offers))
    found = []
    for voucher in vouchers:
        for offer in voucher.offers.all():
            offer.set_voucher(voucher)
            found.append(offer)
    return found


def _count_from_lines(basket: Basket) -> None:
    """Each line's discount is whole đồng, so an offer gave what its lines got, not Oscar's rounded total."""
    given: dict[int, Decimal] = defaultdict(Decimal)
    for line in basket.all_lines():
        for discount in line.discounts:
            if discount.offer:
                given[discount.offer.pk] += discount.amount
    for application in basket.offer_applications:
        if application["result"].affects_basket:
            application["discount"] = given[application["offer"].pk]


def _locked(offers: QuerySet[Any]) -> QuerySet[Any]:
    return offers.select_for_update(of=("self",))


def _open(at: datetime) -> QuerySet[Any]:
    return (
        ConditionalOffer.objects.filter(status=ConditionalOffer.OPEN)
        .exclude(end_datetime__lt=at)
        .exclude(start_datetime__gt=at)
        .select_related("condition__range", "benefit__range")
        .order_by("pk")
    )


def _account(user: Any) -> Any:
    return user or AnonymousUser()
