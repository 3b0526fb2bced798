"""schema.org data of a product page, for search engines (a data block, never executed)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from catalog.models import Product
from catalog.queries.product_page import ProductPage
from sellers.strategy import State
from sellers.views.offer import Pack

_AVAILABILITY = {
    State.AVAILABLE: "https://schema.org/InStock",
    State.SOLD_OUT: "https://schema.org/OutOfStock",
    State.OUT_OF_SEASON: "https://schema.org/PreOrder",
    State.NOT_FOR_SALE: "https://schema.org/Discontinued",
}


def product_data(
    *, product: Product, page: ProductPage, packs: Iterable[Pack], address: str, pictures: list[str], title: str
) -> dict[str, Any]:
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": title,
        "description": product.description[:500],
        "sku": product.code or str(product.pk),
        "url": address,
        "image": pictures,
        "brand": {"@type": "Brand", "name": product.producer_name or product.seller.name},
        "offers": [_offer(pack, product, address) for pack in packs],
    }
    if page.scores and product.reviews_count and product.rating:
        data["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": round(product.rating, 1),
            "reviewCount": product.reviews_count,
        }
    return data


def _offer(pack: Pack, product: Product, address: str) -> dict[str, Any]:
    return {
        "@type": "Offer",
        "name": pack.label,
        "price": pack.price,
        "priceCurrency": "VND",
        "availability": _AVAILABILITY[pack.state],
        "url": address,
        "seller": {"@type": "Organization", "name": product.seller.name},
    }
