from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from ninja import Path, Query, Router

from catalog.models import Certificate, Product, SaleUnit
from catalog.queries.product_page import ProductPage, get_product_page
from catalog.search import service
from catalog.search.contract import Hit, Results, SearchQuery
from catalog.search.cursors import read_cursor
from marketplace.api.caching import PUBLIC
from marketplace.api.limits import READ
from marketplace.api.paging import BadCursor, Paging
from marketplace.api.parameters import Id
from marketplace.api.pictures import picture_url
from marketplace.api.schemas.problem import answers
from marketplace.api.schemas.products import ProductDetail, ProductFilters, ProductList
from marketplace.kernel import times
from sellers.models import Seller
from sellers.views import offer

router = Router(tags=["products"], throttle=READ)


@router.get("", response=answers({200: ProductList}), summary=_("Tìm và lọc sản phẩm"), operation_id="list_products")
def list_products(
    request: HttpRequest, response: HttpResponse, filters: Query[ProductFilters], paging: Query[Paging]
) -> dict[str, Any]:
    response["Cache-Control"] = PUBLIC
    return _page(service.search(_query(filters, paging)))


@router.get(
    "/{product_id}",
    response=answers({200: ProductDetail}, 404),
    summary=_("Một sản phẩm với các cỡ gói"),
    operation_id="get_product",
)
def get_product(request: HttpRequest, response: HttpResponse, product_id: Annotated[Id, Path()]) -> dict[str, Any]:
    response["Cache-Control"] = PUBLIC
    product = Product.objects.filter(pk=product_id, is_public=True, seller__in=Seller.objects.selling())
    found = product.exclude(structure=Product.CHILD).select_related("seller").first()
    if found is None:
        raise Http404
    day = times.business_day(timezone.now())
    return _detail(found, get_product_page(product=found, day=day), offer.packs(product=found, on=day))


def _query(filters: ProductFilters, paging: Paging) -> SearchQuery:
    if paging.cursor and read_cursor(paging.cursor, filters.sort) is None:
        raise BadCursor
    return SearchQuery(
        text=filters.q,
        category=filters.category,
        communes=tuple(filters.commune),
        sellers=tuple(filters.seller),
        ocop=tuple(filters.ocop),
        certificates=tuple(kind.value for kind in filters.certificate),
        price_min=filters.price_min,
        price_max=filters.price_max,
        in_season=filters.in_season,
        in_stock=filters.in_stock,
        near=filters.near or "",
        sort=filters.sort,
        page_size=paging.page_size,
        cursor=paging.cursor,
        month=times.business_day(timezone.now()).month,
    )


def _page(results: Results) -> dict[str, Any]:
    return {
        "results": [_item(hit) for hit in results.hits],
        "total": results.total,
        "facets": {
            facet: [
                {"value": choice.value, "label": choice.label, "count": choice.count, "is_selected": choice.is_selected}
                for choice in choices
            ]
            for facet, choices in results.facets.items()
        },
        "did_you_mean": results.did_you_mean or None,
        "understood": [{"filter": name, "value": value} for name, value in results.understood],
        "next_cursor": results.next_cursor or None,
    }


def _item(hit: Hit) -> dict[str, Any]:
    return {
        "id": hit.id,
        "slug": hit.slug,
        "url": reverse("product", kwargs={"slug": hit.slug, "pk": hit.id}),
        "title": hit.title,
        "title_en": hit.title_en,
        "price": hit.price,
        "has_packs": hit.has_packs,
        "sale_unit": hit.sale_unit,
        "sale_unit_label": str(SaleUnit(hit.sale_unit).label),
        "content_amount": hit.content_amount,
        "content_unit": hit.content_unit,
        "unit_price": hit.unit_price,
        "unit_price_per": hit.unit_price_per,
        "step_thousandths": hit.step_thousandths,
        "commune_code": hit.commune_code,
        "seller_slug": hit.seller_slug,
        "seller_name": hit.seller_name,
        "category": hit.category,
        "ocop_stars": hit.ocop_stars,
        "certificates": hit.certificates,
        "photo_url": picture_url(hit.photo_key),
        "is_illustration": hit.is_illustration,
        "season_months": _months(hit.season_months),
        "in_stock": hit.in_stock,
        "is_age_restricted": hit.is_age_restricted,
        "is_billed_by_weight": hit.is_billed_by_weight,
        "storage": hit.storage,
        "rating": hit.rating,
        "reviews_count": hit.reviews_count,
    }


def _detail(product: Product, page: ProductPage, packs: list[offer.Pack]) -> dict[str, Any]:
    return {
        "id": product.pk,
        "slug": product.slug,
        "url": product.get_absolute_url(),
        "title": product.title,
        "title_en": product.title_en,
        "description": product.description or "",
        "seller": {
            "slug": product.seller.slug,
            "name": product.seller.name,
            "url": product.seller.get_absolute_url(),
            "commune_code": product.seller.commune_code,
        },
        "packs": [_pack(pack) for pack in packs],
        "category": page.category,
        "certificates": [_certificate(certificate) for certificate in page.certificates],
        "pictures": [
            {"url": picture_url(photo.key), "caption": photo.caption, "is_illustration": photo.is_illustration}
            for photo in page.photos
            if photo.key
        ],
        "sale_unit": product.sale_unit,
        "season_months": _months(product.season_months),
        "shelf_life_days": product.shelf_life_days,
        "storage": product.storage,
        "storage_label": product.get_storage_display(),
        "storage_note": product.storage_note,
        "commune_code": product.origin_commune,
        "origin_place": product.origin_place,
        "producer_name": product.producer_name,
        "label": {key: str(value) for key, value in product.label.items()},
        "is_age_restricted": product.is_age_restricted,
        "is_billed_by_weight": product.is_billed_by_weight,
        "is_demo": product.is_demo,
        "rating": product.rating,
        "reviews_count": product.reviews_count,
    }


def _pack(pack: offer.Pack) -> dict[str, Any]:
    return {
        "product_id": pack.product.pk,
        "label": pack.label,
        "price": pack.price,
        "step_price": pack.step_price,
        "step_thousandths": pack.product.step_thousandths,
        "unit_price": pack.unit_price.amount,
        "unit_price_per": pack.unit_price.per,
        "state": pack.state.value,
        "state_label": str(pack.state.label),
        "left": pack.left,
        "back_on": pack.back_on,
    }


def _certificate(certificate: Certificate) -> dict[str, Any]:
    return {
        "kind": certificate.kind,
        "label": str(certificate),
        "stars": certificate.stars,
        "number": certificate.number,
        "issuer": certificate.issuer,
        "expires_on": certificate.expires_on,
    }


def _months(mask: int) -> list[int]:
    return [month for month in range(1, 13) if mask & times.month_bit(month)]
