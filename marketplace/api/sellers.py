from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.translation import gettext_noop as _
from ninja import Path, Query, Router

from catalog.models import Product
from marketplace.api.caching import PUBLIC
from marketplace.api.limits import READ
from marketplace.api.paging import Paging, page_by
from marketplace.api.parameters import Slug
from marketplace.api.pictures import picture_url
from marketplace.api.schemas.problem import answers
from marketplace.api.schemas.sellers import SellerDetail, SellerList
from sellers.models import Seller

router = Router(tags=["sellers"], throttle=READ)


@router.get("", response=answers({200: SellerList}), summary=_("Các nhà vườn đang bán"), operation_id="list_sellers")
def list_sellers(request: HttpRequest, response: HttpResponse, paging: Query[Paging]) -> dict[str, object]:
    response["Cache-Control"] = PUBLIC
    sellers, next_cursor = page_by(Seller.objects.selling(), "slug", paging)
    return {"results": [_item(seller) for seller in sellers], "next_cursor": next_cursor}


@router.get(
    "/{slug:slug}", response=answers({200: SellerDetail}, 404), summary=_("Một nhà vườn"), operation_id="get_seller"
)
def get_seller(request: HttpRequest, response: HttpResponse, slug: Annotated[Slug, Path()]) -> dict[str, Any]:
    response["Cache-Control"] = PUBLIC
    seller = get_object_or_404(Seller.objects.selling(), slug=slug)
    return {
        **_item(seller),
        "about": (translation.get_language() == "en" and seller.about_en) or seller.about,
        "photo_url": picture_url(seller.photo_key),
        "joined_on": seller.joined_on,
        "dispatch_days": seller.dispatch_days,
        "rating": seller.rating,
        "products_count": Product.objects.browsable().filter(seller=seller).count(),
    }


def _item(seller: Seller) -> dict[str, Any]:
    commune = seller.commune
    return {
        "slug": seller.slug,
        "url": seller.get_absolute_url(),
        "name": seller.name,
        "kind": seller.kind,
        "kind_label": seller.get_kind_display(),
        "commune_code": seller.commune_code,
        "commune_name": commune.name if commune else "",
    }
