from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from catalog.domain import photos
from catalog.models import Product
from catalog.queries.category_tree import get_category_tree, in_language
from catalog.queries.product_page import ProductPage, get_product_page
from catalog.views.structured import breadcrumb_data
from marketplace.kernel import times
from sellers.models import Seller
from sellers.views import offer, structured
from sellers.views.offer import Pack

# Label fields in the order of Decree 37/2026, Annex I; what is not named here is not shown.
_LABEL_NAMES = {
    "quantity": _("Định lượng"),
    "ingredients": _("Thành phần"),
    "nutrition": _("Dinh dưỡng"),
    "ethanol_percent": _("Độ cồn (%)"),
    "made_on": _("Ngày sản xuất"),
    "best_before": _("Hạn dùng"),
    "lot": _("Số lô"),
    "storage": _("Bảo quản"),
    "usage": _("Cách dùng"),
    "warnings": _("Lưu ý"),
}


@require_safe
def product(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    found = _find(pk)
    if found is None:
        raise Http404
    if found.is_child or found.slug != slug:
        return redirect(found, permanent=True)
    at = timezone.now()
    day = times.business_day(at)
    page = get_product_page(product=found, day=day)
    packs = offer.packs(product=found, on=day)
    chosen = offer.choose(packs, _number(request.GET.get("goi")))
    return render(request, "sellers/product.html", _context(found, page, packs, chosen, at, day))


def _find(pk: int) -> Product | None:
    return (
        Product.objects.filter(pk=pk, is_public=True, seller__in=Seller.objects.selling())
        .select_related("seller", "parent", "product_class")
        .first()
    )


def _context(
    product: Product, page: ProductPage, packs: list[Pack], chosen: Pack | None, at: datetime, day: date
) -> dict[str, Any]:
    title = in_language(product.title, product.title_en)
    address = settings.SITE_URL + product.get_absolute_url()
    crumbs = _crumbs(page, title, address)
    pictures = [urljoin(settings.SITE_URL, photos.sources(photo.key).fallback) for photo in page.photos if photo.key]
    return {
        "product": product,
        "title": title,
        "page": page,
        "packs": packs,
        "chosen": chosen,
        "promise": offer.promise(seller=product.seller, pack=chosen, at=at, on=day) if chosen else None,
        "facts": _label(product.label),
        "phrases": product.label.get("phrases", []),
        "month": day.month,
        "crumbs": crumbs,
        "canonical": address,
        "share_picture": pictures[0] if pictures else "",
        "structured": [
            structured.product_data(
                product=product, page=page, packs=packs, address=address, pictures=pictures, title=title
            ),
            breadcrumb_data(crumbs),
        ],
    }


def _crumbs(page: ProductPage, title: str, address: str) -> list[tuple[str, str]]:
    line = get_category_tree().line(page.category)
    return [*((node.label, f"{settings.SITE_URL}{node.address}") for node in line), (title, address)]


def _label(label: dict[str, Any]) -> list[tuple[str, str]]:
    return [(str(name), str(label[key])) for key, name in _LABEL_NAMES.items() if label.get(key)]


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 19 else None
