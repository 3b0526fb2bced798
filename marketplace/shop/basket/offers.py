"""Discounts: Oscar's offers and vouchers, read in a constant number of queries and always whole đồng."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_noop
from oscar.apps.offer.applicator import Applicator
from oscar.core.loading import get_model

from marketplace.kernel.errors import MarketplaceError
from marketplace.shop.basket.domain import lock
from marketplace.shop.basket.models import Basket

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


def apply_offers(*, basket: Basket, user: Any, at: datetime) -> None:
    """Work out the discounts of the basket's lines; the basket needs its strategy. Nothing is written."""
    if not basket.all_lines():
        return
    offers = [*_site_offers(at), *_voucher_offers(basket, user, at)]
    if offers:
        Applicator().apply_offers(basket, sorted(offers, key=lambda offer: offer.priority, reverse=True))


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
    if not voucher.is_active(at):
        raise VoucherNotUsable
    if voucher.usage == Voucher.ONCE_PER_CUSTOMER and not _account(user).is_authenticated:
        raise VoucherForMembers
    if not voucher.is_available_to_user(_account(user))[0]:
        raise VoucherNotUsable


def _site_offers(at: datetime) -> list[Any]:
    return list(_open(at).filter(offer_type=ConditionalOffer.SITE))


def _voucher_offers(basket: Basket, user: Any, at: datetime) -> list[Any]:
    found = []
    for voucher in basket.vouchers.prefetch_related(Prefetch("offers", _open(at))).order_by("pk"):
        if not voucher.is_active(at) or not voucher.is_available_to_user(_account(user))[0]:
            continue
        for offer in voucher.offers.all():
            offer.set_voucher(voucher)
            found.append(offer)
    return found


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
