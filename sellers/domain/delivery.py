"""How one seller's goods can reach a shopper: by which of the seller's methods, for how much, until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.models import ContentUnit, Product, SaleUnit, Storage
from marketplace.kernel import places, times
from marketplace.kernel.money import Dong
from sellers.domain.workdays import add_workdays
from sellers.models import DeliveryKind, DeliveryMethod, Seller

NOTHING_TO_DELIVER = "khong-giao"
_COLD = {Storage.CHILLED, Storage.FROZEN}
# Live animals travel at most so many days, whatever their shelf life says.
_LIVE_DAYS = 2
# What a sale unit weighs when the product does not say what it contains.
_GRAMS = {
    SaleUnit.KG: 1000,
    SaleUnit.LITRE: 1000,
    SaleUnit.ANIMAL: 2000,
    SaleUnit.PLANT: 3000,
    SaleUnit.TICKET: 0,
    SaleUnit.NIGHT: 0,
}
_GRAMS_ELSE = 500
_WEIGHED = {ContentUnit.GRAM, ContentUnit.MILLILITRE}


@dataclass(frozen=True, slots=True)
class Goods:
    """One line of a parcel: steps of a product and what they cost after discounts."""

    product: Product
    quantity: int
    amount: Dong

    @property
    def facts(self) -> Product:
        return self.product.parent if self.product.is_child else self.product

    @property
    def grams(self) -> int:
        product = self.product
        unit = product.content_amount if product.content_unit in _WEIGHED else None
        per_unit = unit or _GRAMS.get(SaleUnit(product.sale_unit), _GRAMS_ELSE)
        return -(-per_unit * product.step_thousandths * self.quantity // 1000)

    @property
    def is_delivered(self) -> bool:
        product_class = self.facts.product_class
        return product_class.requires_shipping if product_class else True


@dataclass(frozen=True, slots=True)
class Destination:
    """Codes of the province and, inside Thái Nguyên, of the commune."""

    province_code: str
    commune_code: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryOffer:
    code: str
    name: str
    kind: str
    fee: Dong
    promised_from_on: date
    promised_until_on: date
    is_cold_chain: bool = False
    pickup_address: str = ""
    # How much more would make it free; zero when it is free or never is.
    free_after: Dong = 0

    @property
    def is_pickup(self) -> bool:
        return self.kind == DeliveryKind.PICKUP


def offers(
    *,
    seller: Seller,
    methods: Sequence[DeliveryMethod],
    goods: Sequence[Goods],
    destination: Destination,
    at: datetime,
) -> list[DeliveryOffer]:
    """The seller's ways that fit these goods and this place: the cheapest to the door first, places to pick up last.

    Empty when nothing fits.
    """
    today = times.business_day(at)
    if not any(line.is_delivered for line in goods):
        return [DeliveryOffer(NOTHING_TO_DELIVER, _("Không cần giao"), "", 0, today, today)]
    found = [_offer(seller, method, goods, destination, today) for method in methods if method.is_active]
    return sorted(
        (offer for offer in found if offer), key=lambda offer: (offer.is_pickup, offer.fee, offer.promised_until_on)
    )


def _preference(offer: DeliveryOffer) -> tuple[bool, Dong, date]:
    return offer.is_pickup, offer.fee, offer.promised_until_on


def _offer(
    seller: Seller, method: DeliveryMethod, goods: Sequence[Goods], destination: Destination, today: date
) -> DeliveryOffer | None:
    fee = _fee(method, goods, destination)
    if fee is None or not _serves(method, destination):
        return None
    handed_over_on = add_workdays(today, seller.dispatch_days)
    offer = DeliveryOffer(
        code=method.code,
        name=_name(method),
        kind=method.kind,
        fee=fee,
        promised_from_on=add_workdays(handed_over_on, method.days_min),
        promised_until_on=add_workdays(handed_over_on, method.days_max),
        is_cold_chain=method.is_cold_chain,
        pickup_address=_pickup_address(method),
        free_after=_free_after(method, goods) if fee else 0,
    )
    if method.kind == DeliveryKind.PICKUP or _keeps(offer, goods, offer.promised_until_on - handed_over_on):
        return offer
    return None


def _keeps(offer: DeliveryOffer, goods: Sequence[Goods], on_the_way: timedelta) -> bool:
    """Cold goods only by a cold method, and nothing whose shelf life is shorter than the way."""
    for facts in (line.facts for line in goods if line.is_delivered):
        if facts.storage in _COLD and not offer.is_cold_chain:
            return False
        if facts.storage == Storage.LIVE and on_the_way.days > _LIVE_DAYS:
            return False
        if facts.shelf_life_days is not None and on_the_way.days > facts.shelf_life_days:
            return False
    return True


def _serves(method: DeliveryMethod, destination: Destination) -> bool:
    if method.kind == DeliveryKind.PICKUP:
        return True
    return not method.communes_served or destination.commune_code in method.communes_served


def _fee(method: DeliveryMethod, goods: Sequence[Goods], destination: Destination) -> Dong | None:
    """None where the method has no rate for the place."""
    if method.kind == DeliveryKind.PICKUP:
        return 0
    fee = method.fee if method.kind == DeliveryKind.FLAT else _fee_by_weight(method.rates, goods, destination)
    return 0 if fee and not _free_after(method, goods) and method.free_from is not None else fee


def _fee_by_weight(rates: dict[str, Any], goods: Sequence[Goods], destination: Destination) -> Dong | None:
    rate = rates.get(destination.province_code) or rates.get("*")
    if rate is None:
        return None
    beyond = max(0, sum(line.grams for line in goods) - int(rate["first_grams"]))
    return int(rate["first_fee"]) + -(-beyond // int(rate["next_grams"])) * int(rate["next_fee"])


def _free_after(method: DeliveryMethod, goods: Sequence[Goods]) -> Dong:
    if method.free_from is None:
        return 0
    return max(0, method.free_from - sum(line.amount for line in goods))


def _pickup_address(method: DeliveryMethod) -> str:
    if method.kind != DeliveryKind.PICKUP:
        return ""
    commune = places.communes().get(method.pickup_commune)
    return ", ".join(part for part in (method.pickup_address, commune.name if commune else "") if part)


def _name(method: DeliveryMethod) -> str:
    return method.name_en if get_language() == "en" and method.name_en else method.name
