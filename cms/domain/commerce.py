"""Rows that Oscar expects to find."""

from __future__ import annotations

from oscar.core.loading import get_model


def bootstrap() -> None:
    product_class = get_model("catalogue", "ProductClass")
    product_class.objects.get_or_create(
        slug="nong-san", defaults={"name": "Nông sản", "requires_shipping": True, "track_stock": True}
    )
    get_model("address", "Country").objects.get_or_create(
        iso_3166_1_a2="VN",
        defaults={
            "iso_3166_1_a3": "VNM",
            "iso_3166_1_numeric": "704",
            "printable_name": "Việt Nam",
            "name": "Việt Nam",
            "is_shipping_country": True,
        },
    )
