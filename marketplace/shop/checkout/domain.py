"""Placing an order: one transaction from the basket to the charge.

Rows are locked in one order everywhere: the basket, its vouchers, the offers they open, and last the stock, so that
what many want is locked for the shortest time. Whatever is refused leaves the basket as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_noop
from oscar.core.loading import get_model

from marketplace.kernel.errors import MarketplaceError
from marketplace.kernel.money import to_dong
from marketplace.shop.basket.domain import recheck
from marketplace.shop.basket.models import Basket
from marketplace.shop.basket.offers import apply_offers
from marketplace.shop.basket.problems import Problem
from marketplace.shop.checkout.options import Options, read_options
from marketplace.shop.checkout.request import CheckoutRequest
from marketplace.shop.checkout.writing import TotalChanged, write_order
from marketplace.shop.order.models import Placement
from payments.domain import charges
from payments.domain.charges import NextStep
from payments.gateways.protocol import GatewayError
from payments.models import Charge

Order = get_model("order", "Order")


class BasketEmpty(MarketplaceError):
    code = "basket_empty"
    message = gettext_noop("Giỏ hàng đang trống.")


class AlreadyOrdered(MarketplaceError):
    """`order` is what this basket has become."""

    code = "already_ordered"
    message = gettext_noop("Giỏ hàng này đã được đặt rồi.")

    def __init__(self, order: Any) -> None:
        self.order = order
        super().__init__(reference=order.number)


class IdempotencyConflict(MarketplaceError):
    code = "idempotency_conflict"
    message = gettext_noop("Khoá này đã dùng cho một đơn khác.")


class BasketHasProblems(MarketplaceError):
    code = "basket_has_problems"
    message = gettext_noop("Có món trong giỏ vừa thay đổi. Bạn xem lại giúp.")

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(lines=[problem.line_id for problem in problems])


class AdultsOnly(MarketplaceError):
    code = "adults_only"
    message = gettext_noop("Giỏ có rượu: chỉ bán cho người từ 18 tuổi. Bạn xác nhận đủ tuổi để đặt.")


class NotDelivered(MarketplaceError):
    code = "not_delivered"
    message = gettext_noop("Có nhà vườn không giao được món bạn chọn đến địa chỉ này.")


@dataclass(frozen=True, slots=True)
class PlacedOrder:
    """`charge` is None when nothing is to be paid. `is_new` is False when the same key had placed it before."""

    order: Any
    charge: Charge | None
    next_step: NextStep
    is_new: bool = True


def place_order(request: CheckoutRequest, at: datetime) -> PlacedOrder:
    """Turn a basket into one order with a part for every seller, its stock held and its charge open.

    The same key with the same wishes gives the same order. Raises BasketEmpty, AlreadyOrdered, IdempotencyConflict,
    BasketHasProblems, OutOfStock, TotalChanged, AdultsOnly, NotDelivered, a voucher's or a charge's refusal.
    """
    with transaction.atomic():
        # The lock first: a second press with the same key waits here and then finds what the first has placed.
        basket = Basket.objects.select_for_update().filter(pk=request.basket_id, owner=request.account).first()
        order = _find_placed(request)
        is_new = order is None
        if order is None:
            order = _place(request, _get_open(basket), at)
    return _begin_payment(order, is_new, at)


def find_placed_before(*, key: str, basket_id: int | None) -> Any | None:
    """What this key has placed from this basket."""
    if basket_id is None:
        return None
    placement = Placement.objects.filter(idempotency_key=key, order__basket=basket_id).first()
    return placement.order if placement else None


def order_path(order: Any) -> str:
    return reverse("order", kwargs={"reference": order.number})


def _find_placed(request: CheckoutRequest) -> Any | None:
    placement = Placement.objects.filter(idempotency_key=request.idempotency_key).first()
    if placement is None:
        return None
    if placement.digest != request.digest:
        raise IdempotencyConflict
    return placement.order


def _get_open(basket: Basket | None) -> Basket:
    if basket is None:
        raise BasketEmpty
    if basket.status != Basket.OPEN:
        order = Order.objects.filter(basket=basket).first()
        raise AlreadyOrdered(order) if order else BasketEmpty()
    return basket


def _place(request: CheckoutRequest, basket: Basket, at: datetime) -> Any:
    problems = [problem for problem in recheck(basket=basket, at=at) if problem.is_blocking]
    if problems:
        raise BasketHasProblems(problems)
    if not basket.all_lines():
        raise BasketEmpty
    _check_age(request, basket)
    apply_offers(basket=basket, user=request.account, at=at, for_update=True)
    options = read_options(basket=basket, destination=request.address.destination, chosen=request.deliveries, at=at)
    _check_deliveries(request, options)
    total = to_dong(basket.total_incl_tax) + options.delivery_amount
    if request.expected_total not in (None, total):
        raise TotalChanged(request.expected_total, total)
    return write_order(request, basket, options, total, at)


def _begin_payment(order: Any, is_new: bool, at: datetime) -> PlacedOrder:
    """After the commit: a gateway may speak to the outside. When it cannot, the payer tries again from the pay page."""
    charge = order.charges.order_by("-pk").first()
    if charge is None or not charge.is_live:
        return PlacedOrder(order, charge, NextStep(url=""), is_new)
    try:
        step = charges.start(charge=charge, return_url=order_path(order), at=at)
    except GatewayError:
        step = NextStep(url=charge.get_absolute_url())
    return PlacedOrder(order, charge, step, is_new)


def _check_age(request: CheckoutRequest, basket: Basket) -> None:
    if request.is_adult:
        return
    if any(line.purchase_info.availability.buyable.is_age_restricted for line in basket.all_lines()):
        raise AdultsOnly


def _check_deliveries(request: CheckoutRequest, options: Options) -> None:
    """Nothing may be unreachable, and a delivery that was asked for may not silently become another."""
    missed = [seller.pk for seller in options.unreachable]
    for seller in options.sellers:
        wanted = request.deliveries.get(seller.seller.pk)
        if wanted and seller.chosen and seller.chosen.code != wanted:
            missed.append(seller.seller.pk)
    if missed:
        raise NotDelivered(sellers=missed)
