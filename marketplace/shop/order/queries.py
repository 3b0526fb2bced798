"""Orders as their shoppers see them: from the snapshot, so that what was bought is shown as it was bought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from oscar.core.loading import get_model

from catalog.domain import units
from catalog.models import ProductImage
from marketplace.kernel import places
from marketplace.kernel.money import Dong, to_dong
from marketplace.shop.order.models import Placement
from payments.models import Charge, Refund
from sellers.domain.orders import CANCELLABLE
from sellers.models import SellerOrder, SellerOrderEvent, SellerOrderState

Order = get_model("order", "Order")

_ROAD = (
    SellerOrderState.TO_PACK,
    SellerOrderState.PACKED,
    SellerOrderState.SHIPPED,
    SellerOrderState.DELIVERED,
)


@dataclass(frozen=True, slots=True)
class LineView:
    product_id: int
    title: str
    url: str
    photo_key: str
    quantity: int
    quantity_label: str
    pack_label: str
    origin: str
    unit_price: Dong
    full_amount: Dong
    # After discounts.
    amount: Dong


@dataclass(frozen=True, slots=True)
class StepView:
    """A step on the way of a parcel; `at` is when it was reached."""

    label: str
    at: datetime | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class PartView:
    part: SellerOrder
    seller_name: str
    seller: dict[str, Any]
    lines: tuple[LineView, ...]
    events: tuple[SellerOrderEvent, ...]

    @property
    def is_cancelled(self) -> bool:
        return self.part.state == SellerOrderState.CANCELLED

    @property
    def can_be_cancelled(self) -> bool:
        return self.part.state in CANCELLABLE

    @property
    def steps(self) -> list[StepView]:
        """Packing may be skipped on the way; a step passed without an event has no time."""
        reached = {event.state: event.at for event in self.events}
        return [StepView(str(state.label), reached.get(state), state == self.part.state) for state in _ROAD]


@dataclass(frozen=True, slots=True)
class OrderView:
    order: Any
    placement: Placement
    content: dict[str, Any]
    parts: tuple[PartView, ...]
    charge: Charge | None
    refunds: tuple[Refund, ...]

    @property
    def goods_amount(self) -> Dong:
        return sum(part.part.goods_amount for part in self.parts)

    @property
    def discount_amount(self) -> Dong:
        return sum(part.part.discount_amount for part in self.parts)

    @property
    def delivery_amount(self) -> Dong:
        return sum(part.part.delivery_amount for part in self.parts)

    @property
    def total_amount(self) -> Dong:
        return to_dong(self.order.total_incl_tax)

    @property
    def is_waiting_for_payment(self) -> bool:
        return any(part.part.state == SellerOrderState.AWAITING_PAYMENT for part in self.parts)

    @property
    def is_cancelled(self) -> bool:
        return all(part.is_cancelled for part in self.parts)

    @property
    def can_be_cancelled(self) -> bool:
        return all(part.can_be_cancelled for part in self.parts if not part.is_cancelled) and not self.is_cancelled


def find_order(reference: str) -> Any | None:
    """With its placement and snapshot. Who may see it is another question (`access`)."""
    return _orders().filter(number=reference.upper()).first()


def read_order(*, order_id: int) -> OrderView:
    """Six queries whatever the parts and lines."""
    return view_of(_orders().get(pk=order_id))


def view_of(order: Any) -> OrderView:
    content = order.snapshot.content
    photos = _photo_keys(content["lines"])
    charge = order.charges.order_by("-pk").first()
    return OrderView(
        order=order,
        placement=order.placement,
        content=content,
        parts=tuple(_part(part, content, photos) for part in _parts(order)),
        charge=charge,
        refunds=tuple(charge.refunds.order_by("pk")) if charge else (),
    )


def orders_of(user: Any) -> QuerySet[Any]:
    """A user's orders, newest first, with their parts: three queries however many there are."""
    parts = SellerOrder.objects.select_related("seller").order_by("pk")
    return (
        _orders()
        .filter(user=user)
        .prefetch_related(Prefetch("parts", parts), Prefetch("charges", Charge.objects.order_by("-pk")))
        .order_by("-date_placed", "-pk")
    )


def lines_of(orders: Iterable[Any]) -> dict[int, tuple[LineView, ...]]:
    """The lines of several orders by the order's key, with one query for all their pictures."""
    contents = {order.pk: order.snapshot.content["lines"] for order in orders}
    photos = _photo_keys(line for lines in contents.values() for line in lines)
    return {pk: tuple(_line(line, photos) for line in lines) for pk, lines in contents.items()}


def _orders() -> QuerySet[Any]:
    return Order.objects.select_related("placement", "snapshot", "user")


def _parts(order: Any) -> QuerySet[SellerOrder]:
    events = SellerOrderEvent.objects.order_by("pk")
    return order.parts.order_by("pk").prefetch_related(Prefetch("events", events))


def _part(part: SellerOrder, content: dict[str, Any], photos: dict[int, str]) -> PartView:
    seller = next(seller for seller in content["sellers"] if seller["id"] == part.seller_id)
    lines = [_line(line, photos) for line in content["lines"] if line["seller_id"] == part.seller_id]
    return PartView(
        part=part, seller_name=seller["name"], seller=seller, lines=tuple(lines), events=tuple(part.events.all())
    )


def _line(line: dict[str, Any], photos: dict[int, str]) -> LineView:
    return LineView(
        product_id=line["product_id"],
        title=line["title"],
        url=reverse("product", kwargs=line["page"]),
        photo_key=photos.get(line["product_id"]) or photos.get(line["page"]["pk"], ""),
        quantity=line["quantity"],
        quantity_label=units.quantity_label(
            steps=line["quantity"], step_thousandths=line["step_thousandths"], sale_unit=line["sale_unit"]
        ),
        pack_label=units.pack_label(
            sale_unit=line["sale_unit"], content_amount=line["content_amount"], content_unit=line["content_unit"]
        ),
        origin=_commune(line["origin_commune"]),
        unit_price=units.price_of_unit(step_price=line["step_price"], step_thousandths=line["step_thousandths"]),
        full_amount=line["amount"],
        amount=line["amount_after_discount"],
    )


def _commune(code: str) -> str:
    commune = places.communes().get(code)
    return commune.name if commune else ""


def _photo_keys(lines: Iterable[dict[str, Any]]) -> dict[int, str]:
    """By product, and by the page it is on: a pack without a picture of its own shows the page's."""
    product_ids = {pk for line in lines for pk in (line["product_id"], line["page"]["pk"])}
    rows = ProductImage.objects.filter(product_id__in=list(product_ids)).order_by("-display_order", "-pk")
    keys: dict[int, str] = defaultdict(str)
    keys.update(rows.values_list("product_id", "photo_key"))
    return keys
