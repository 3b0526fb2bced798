"""The public HTTP API, version 1. Each address makes one call into a domain; `edge` stands around all of them."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _
from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from marketplace.api import (
    baskets,
    categories,
    checkouts,
    communes,
    deliveries,
    errors,
    health,
    orders,
    products,
    sellers,
    suggest,
)
from marketplace.api.parameters import BodyParser


class Renderer(JSONRenderer):
    # Vietnamese as it is, a third shorter than escaped.
    json_dumps_params = {"ensure_ascii": False, "separators": (",", ":")}


api = NinjaAPI(
    title="Xứ Trà",
    version="1.0.0",
    description=_(
        "Chợ nông sản mở của tỉnh Thái Nguyên. Tiền là số đồng nguyên; số lượng tính bằng bước mua của sản phẩm."
    ),
    urls_namespace="api-v1",
    # Both are pages of our own (schema.py, docs.py).
    openapi_url=None,
    docs_url=None,
    renderer=Renderer(),
    parser=BodyParser(),
)
errors.register(api)
api.add_router("/products", products.router)
api.add_router("/suggest", suggest.router)
api.add_router("/baskets", baskets.router)
api.add_router("/baskets", deliveries.router)
api.add_router("/checkouts", checkouts.router)
api.add_router("/orders", orders.router)
api.add_router("/categories", categories.router)
api.add_router("/communes", communes.router)
api.add_router("/sellers", sellers.router)
api.add_router("/health", health.router)
