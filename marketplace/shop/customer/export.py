"""Everything that the shop keeps about a person, as they may ask for it (PDPL 91/2025)."""

from __future__ import annotations

from typing import Any

from oscar.apps.order.models import Order
from oscar.apps.wishlists.models import Line as Wish

from catalog.reviews.models import ProductReview
from marketplace.accounts.models import User
from marketplace.kernel.money import to_dong
from marketplace.shop.customer import notices

_CONSENT = ("purpose", "policy_version", "granted_at", "withdrawn_at")
_ADDRESS = ("name", "phone", "street", "commune_code", "commune_name", "province_code", "codes_version")
_REVIEW = ("product__title", "score", "body", "date_created")


def export(*, user: User) -> dict[str, Any]:
    return {
        "account": {
            "name": user.get_full_name(),
            "phone": user.phone,
            "email": user.email,
            "language": user.language,
            "joined_at": user.date_joined.isoformat(),
        },
        "consents": list(
            user.consents.order_by("pk").values("purpose", "policy_version", "granted_at", "withdrawn_at")
        ),
        "addresses": list(
            user.saved_addresses.order_by("pk").values(
                "name", "phone", "street", "commune_code", "commune_name", "province_code", "codes_version"
            )
        ),
        "orders": [_order(order) for order in _orders(user)],
        "reviews": list(
            ProductReview.objects.filter(user=user)
            .order_by("pk")
            .values("product__title", "score", "body", "date_created")
        ),
        "saved_products": list(
            Wish.objects.filter(wishlist__owner=user).order_by("pk").values_list("title", flat=True)
        ),
        "notifications": list(notices.of_user(user).values("subject", "date_sent", "date_read")),
    }


def _wishes(user: User) -> Any:
    return Wish.objects.filter(wishlist__owner=user).order_by("pk")


def _orders(user: User) -> Any:
    return Order.objects.filter(user=user).order_by("pk").prefetch_related("lines").select_related("shipping_address")


def _order(order: Order) -> dict[str, Any]:
    address = order.shipping_address
    return {
        "reference": order.number,
        "placed_at": order.date_placed.isoformat(),
        "total_dong": to_dong(order.total_incl_tax),
        "address": address.summary if address else "",
        "lines": [
            {"title": line.title, "quantity": line.quantity, "amount_dong": to_dong(line.line_price_incl_tax)}
            for line in order.lines.all()
        ],
    }
