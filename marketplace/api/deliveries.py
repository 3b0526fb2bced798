from __future__ import annotations

from typing import Annotated, Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from ninja import Path, Query, Router

from marketplace.api.checkouts import UnknownPlace
from marketplace.api.limits import READ
from marketplace.api.schemas.checkouts import DeliveriesOut, PlaceIn
from marketplace.api.schemas.problem import answers
from marketplace.api.tokens import Token, get_open_basket
from marketplace.kernel import places
from marketplace.kernel.money import to_dong
from marketplace.shop.basket.domain import recheck
from marketplace.shop.basket.offers import apply_offers
from marketplace.shop.checkout.options import Options, SellerOptions, read_options
from payments.gateways.registry import offered
from sellers.domain.delivery import Destination

router = Router(tags=["baskets"], throttle=READ)


@router.get(
    "/{token}/deliveries",
    response=answers({200: DeliveriesOut}, 404, 409),
    summary=_("Các cách giao đến một nơi, và tổng tiền"),
    operation_id="list_deliveries",
)
def list_deliveries(
    request: HttpRequest,
    token: Annotated[Token, Path()],
    place: Query[PlaceIn],
) -> dict[str, Any]:
    if place.province_code not in places.provinces():
        raise UnknownPlace
    if place.commune_code and place.commune_code not in places.communes():
        raise UnknownPlace
    at, basket = timezone.now(), get_open_basket(token)
    recheck(basket=basket, at=at)
    apply_offers(basket=basket, user=AnonymousUser(), at=at)
    destination = Destination(place.province_code, place.commune_code or "")
    options = read_options(basket=basket, destination=destination, chosen={}, at=at)
    return _shown(options, to_dong(basket.total_incl_tax) if basket.all_lines() else 0)


def _shown(options: Options, goods_amount: int) -> dict[str, Any]:
    return {
        "sellers": [_seller(seller) for seller in options.sellers],
        "delivery_discount": options.delivery_discount,
        "delivery_amount": options.delivery_amount,
        "total_amount": goods_amount + options.delivery_amount,
        "payment_methods": [gateway.code for gateway in offered()],
    }


def _seller(options: SellerOptions) -> dict[str, Any]:
    return {
        "seller": options.seller.slug,
        "name": options.seller.name,
        "offers": [
            {
                "code": offer.code,
                "name": offer.name,
                "fee": offer.fee,
                "promised_from_on": offer.promised_from_on,
                "promised_until_on": offer.promised_until_on,
                "is_cold_chain": offer.is_cold_chain,
                "is_pickup": offer.is_pickup,
                "pickup_address": offer.pickup_address,
                "is_chosen": offer == options.chosen,
            }
            for offer in options.offers
        ],
    }
