"""What Hoa's account shows on the first day: addresses, wishes, three orders and their notices, one review.

Everything goes through the functions that pages call, so the books and the stock are right. The orders must be placed
outside a transaction; each is known by its key, so a seed that was stopped goes on where it stood.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from catalog.models import Product
from catalog.reviews.models import ProductReview
from marketplace.accounts.domain import addresses
from marketplace.accounts.models import User
from marketplace.demo import cast
from marketplace.kernel import phones, places
from marketplace.shop.basket.domain import add_line
from marketplace.shop.basket.models import Basket
from marketplace.shop.checkout.domain import Order, place_order
from marketplace.shop.checkout.request import Address, CheckoutRequest, Contact
from marketplace.shop.customer import reviews, wishes
from payments.domain import sandbox
from payments.gateways import registry
from sellers.domain.orders import Move, move
from sellers.models import DeliveryKind, DeliveryMethod, MemberRole, SellerOrder, SellerOrderState, StockRecord

_HOME = addresses.Address(
    name="Phạm Thị Hoa",
    phone=phones.to_e164(cast.HOA.phone),
    street="Số 12, tổ 5, đường Phan Đình Phùng",
    province_code=places.PROVINCE_CODE,
    commune_code="05443",
    commune_name="Phường Phan Đình Phùng",
)
_MOTHER = addresses.Address(
    name="Bà Vũ Thị Nhàn",
    phone="+84912002301",
    street="Số 27, ngõ 84, phố Chùa Láng",
    province_code="01",
    commune_name="Phường Láng",
)
_WISHES = ("Na La Hiên", "Gà đồi Phú Bình (sống)", "Gạo nếp vải Phú Lương")
_TEA, _BUDS, _GREEN_RICE_TEA = "XT000719", "XT000029-2", "XT001158-1"
_PRAISE = "Nước xanh, hậu ngọt lâu. Gói kín, có ghi ngày sao. Bố mẹ mình khen mãi."


@dataclass(frozen=True, slots=True)
class _Purchase:
    key: str
    days_ago: int
    method: str
    lines: tuple[tuple[str, int], ...]
    moves: tuple[Move, ...] = ()


_ON_ITS_WAY = Move(to=SellerOrderState.SHIPPED, carrier="Bưu điện", tracking_code="EB260412703VN")
_PURCHASES = (
    _Purchase(
        key="demo-hoa-1",
        days_ago=12,
        method="sandbox",
        lines=((_TEA, 2),),
        moves=(
            Move(to=SellerOrderState.PACKED),
            Move(to=SellerOrderState.SHIPPED, carrier="Bưu điện", tracking_code="EB260398115VN"),
            Move(to=SellerOrderState.DELIVERED),
        ),
    ),
    _Purchase(key="demo-hoa-2", days_ago=3, method="sandbox", lines=((_BUDS, 2),), moves=(_ON_ITS_WAY,)),
    _Purchase(key="demo-hoa-3", days_ago=1, method="cash_on_delivery", lines=((_GREEN_RICE_TEA, 3), (_BUDS, 1))),
)


def seed_shopper(*, at: datetime) -> int:
    """Returns how many orders were placed."""
    hoa = User.objects.get(phone=phones.to_e164(cast.HOA.phone))
    if not hoa.saved_addresses.exists():
        addresses.add(user=hoa, address=_HOME, is_default=True)
        addresses.add(user=hoa, address=_MOTHER)
    if not wishes.count(user=hoa):
        for product_id in Product.objects.filter(title__in=_WISHES, is_demo=True).values_list("pk", flat=True):
            wishes.toggle(user=hoa, product_id=product_id)
    placed = sum(_buy(hoa, purchase, at) for purchase in _offered())
    if placed:
        _review(hoa)
    return placed


def _offered() -> list[_Purchase]:
    """A market that deals in real money offers no sandbox."""
    methods = {gateway.code for gateway in registry.offered()}
    return [purchase for purchase in _PURCHASES if purchase.method in methods]


def _buy(hoa: User, purchase: _Purchase, at: datetime) -> bool:
    """Each step of a parcel comes a day after the one before. False when the order stood already."""
    then = at - timedelta(days=purchase.days_ago)
    order = Order.objects.filter(placement__idempotency_key=purchase.key).first()
    is_new = order is None
    if order is None:
        order = _place(hoa, purchase, then)
    for part in order.parts.exclude(state=SellerOrderState.CANCELLED).order_by("pk"):
        made = _steps_made(part)
        for days, step in enumerate(purchase.moves[made:], start=made + 1):
            move(part=part, move=replace(step, user=_keeper(part)), at=then + timedelta(days=days))
    return is_new


def _place(hoa: User, purchase: _Purchase, at: datetime) -> Any:
    basket = Basket.objects.create(owner=hoa)
    sellers = set()
    for code, quantity in purchase.lines:
        record = StockRecord.objects.get(partner_sku=code)
        sellers.add(record.partner_id)
        add_line(basket=basket, product_id=record.product_id, quantity=quantity, at=at)
    placed = place_order(_request(hoa, basket, purchase, sellers), at)
    if purchase.method == "sandbox" and placed.charge is not None:
        sandbox.finish(charge=placed.charge, outcome=sandbox.Outcome.PAID, at=at + timedelta(minutes=2))
    return placed.order


def _request(hoa: User, basket: Basket, purchase: _Purchase, sellers: set[int]) -> CheckoutRequest:
    posted = DeliveryMethod.objects.filter(seller__in=sellers, kind__in=(DeliveryKind.FLAT, DeliveryKind.WEIGHT_ZONE))
    return CheckoutRequest(
        basket_id=basket.pk,
        user=hoa,
        contact=Contact(name=_HOME.name, phone=_HOME.phone, email=cast.HOA.email),
        address=Address(line=_HOME.street, commune_code=_HOME.commune_code, commune_name=_HOME.commune_name),
        payment_method=purchase.method,
        idempotency_key=purchase.key,
        deliveries=dict(posted.order_by("-pk").values_list("seller", "code")),
    )


def _steps_made(part: SellerOrder) -> int:
    """Of the moves after the payment."""
    return part.events.exclude(state__in=(SellerOrderState.AWAITING_PAYMENT, SellerOrderState.TO_PACK)).count()


def _keeper(part: SellerOrder) -> User:
    return part.seller.members.filter(role__in=(MemberRole.OWNER, MemberRole.MANAGER)).earliest("pk").user


def _review(hoa: User) -> None:
    waiting = {product.code: product for product in reviews.waiting(user=hoa)}
    if _TEA in waiting:
        review = reviews.submit(user=hoa, product_id=waiting[_TEA].pk, score=5, body=_PRAISE)
        review.status = ProductReview.APPROVED
        review.save(update_fields=["status"])
