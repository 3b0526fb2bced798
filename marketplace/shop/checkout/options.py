"""What can be chosen for a basket and a place: the deliveries of each seller, and what it all comes to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marketplace.kernel.money import Dong, to_dong
from marketplace.shop.basket.models import Basket
from marketplace.shop.basket.offers import discount_delivery
from sellers.domain import delivery
from sellers.domain.delivery import DeliveryOffer, Destination, Goods
from sellers.models import DeliveryMethod, Seller


@dataclass(frozen=True, slots=True)
class SellerOptions:
    seller: Seller
    offers: tuple[DeliveryOffer, ...]
    # The one asked for where it fits, else the first; None when nothing reaches the place.
    chosen: DeliveryOffer | None


@dataclass(frozen=True, slots=True)
class Options:
    sellers: tuple[SellerOptions, ...]
    delivery_discount: Dong

    @property
    def unreachable(self) -> list[Seller]:
        return [options.seller for options in self.sellers if options.chosen is None]

    @property
    def delivery_before_discount(self) -> Dong:
        return sum(options.chosen.fee for options in self.sellers if options.chosen)

    @property
    def delivery_amount(self) -> Dong:
        return self.delivery_before_discount - self.delivery_discount

    def of(self, seller_id: int) -> SellerOptions:
        return next(options for options in self.sellers if options.seller.pk == seller_id)


def read_options(*, basket: Basket, destination: Destination, chosen: Mapping[int, str], at: datetime) -> Options:
    """One query, for the delivery methods. The basket has its offers applied already."""
    by_seller = _goods_by_seller(basket)
    methods: dict[int, list[DeliveryMethod]] = defaultdict(list)
    for method in DeliveryMethod.objects.filter(seller__in=by_seller, is_active=True).order_by("pk"):
        methods[method.seller_id].append(method)
    sellers = tuple(
        _options(
            seller,
            delivery.offers(seller=seller, methods=methods[seller.pk], goods=goods, destination=destination, at=at),
            chosen.get(seller.pk, ""),
        )
        for seller, goods in by_seller.items()
    )
    fee = sum(options.chosen.fee for options in sellers if options.chosen)
    return Options(sellers, discount_delivery(basket=basket, fee=fee))


def _options(seller: Seller, offers: list[DeliveryOffer], wanted: str) -> SellerOptions:
    chosen = next((offer for offer in offers if offer.code == wanted), offers[0] if offers else None)
    return SellerOptions(seller, tuple(offers), chosen)


def _goods_by_seller(basket: Basket) -> dict[Seller, list[Goods]]:
    """Sellers in the order in which they first appear in the basket."""
    by_seller: dict[Any, list[Goods]] = defaultdict(list)
    for line in basket.all_lines():
        amount = to_dong(line.line_price_incl_tax_incl_discounts or 0)
        by_seller[line.stockrecord.partner].append(Goods(line.product, line.quantity, amount))
    return by_seller
