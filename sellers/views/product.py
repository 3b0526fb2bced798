"""The product page. What it says is drawn once in five minutes for each state of price and stock; a request asks two
small queries what that state is and adds the visitor's own token."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from oscar.apps.wishlists.models import Line as Wish

from catalog.domain import photos
from catalog.models import Product
from catalog.queries.category_tree import get_category_tree, in_language
from catalog.queries.product_page import ProductPage, get_product_page
from catalog.views.structured import breadcrumb_data
from marketplace.kernel import times
from sellers.models import StockRecord
from sellers.models.seller import is_selling
from sellers.views import offer, structured
from sellers.views.offer import Pack

# How old may be what does not follow price and stock: reviews, other goods, the promise of delivery.
_MINUTES = 5
# Drawn pages that a process keeps, about 20 kB each.
_DRAWN = 400
# Stands where a form's token goes; nobody can write it into a description.
_TOKEN = secrets.token_urlsafe(24)
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


@dataclass(frozen=True, slots=True)
class _Wanted:
    """All that decides what is drawn."""

    pk: int
    # Price, stock and last change of the product and its packs.
    state: tuple[tuple[Any, ...], ...]
    pack: int | None
    language: str
    # None for a visitor; whether it stands in the wish list of a member.
    is_saved: bool | None
    minute: datetime


@dataclass(frozen=True, slots=True)
class _Drawn:
    title: str
    head: SafeString
    # Cut where a form's token goes.
    pieces: tuple[str, ...]

    def with_token(self, token: str) -> SafeString:
        return mark_safe(token.join(self.pieces))


@require_safe
def product(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = _find(pk)
    if row is None:
        raise Http404
    own_slug, parent_id, changed_at = row
    if parent_id:
        return redirect("product", slug=own_slug, pk=parent_id, permanent=True)
    if own_slug != slug:
        return redirect("product", slug=own_slug, pk=pk, permanent=True)
    drawn = _draw(
        _Wanted(
            pk=pk,
            state=((changed_at,), *_state(pk)),
            pack=_number(request.GET.get("goi")),
            language=get_language() or "",
            is_saved=_is_saved(request, pk),
            minute=_beginning(pk, timezone.now()),
        )
    )
    context = {"title": drawn.title, "head": drawn.head, "content": drawn.with_token(get_token(request))}
    return render(request, "sellers/product.html", context)


def _beginning(pk: int, at: datetime) -> datetime:
    """Of the five minutes for which a drawing stands; not the same for all, so that not all are drawn again at once."""
    minute = at.replace(second=0, microsecond=0)
    return minute - timedelta(minutes=(minute.minute + pk) % _MINUTES)


def _find(pk: int) -> tuple[str, int | None, datetime] | None:
    shown = Product.objects.filter(is_selling("seller__"), pk=pk, is_public=True)
    return next(iter(shown.order_by().values_list("slug", "parent_id", "date_updated")), None)


def _state(pk: int) -> list[tuple[Any, ...]]:
    rows = StockRecord.objects.filter(Q(product=pk) | Q(product__parent=pk)).order_by()
    return sorted(rows.values_list("pk", "price", "num_in_stock", "num_allocated", "product__date_updated"))


def _is_saved(request: HttpRequest, pk: int) -> bool | None:
    if not request.user.is_authenticated:
        return None
    return Wish.objects.filter(wishlist__owner=request.user, product=pk).exists()


@lru_cache(maxsize=_DRAWN)
def _draw(wanted: _Wanted) -> _Drawn:
    context = _context(wanted)
    content = render_to_string("sellers/product_content.html", {**context, "csrf_token": _TOKEN})
    return _Drawn(
        title=context["title"],
        head=render_to_string("sellers/product_head.html", context),
        pieces=tuple(content.split(_TOKEN)),
    )


def _context(wanted: _Wanted) -> dict[str, Any]:
    product = Product.objects.select_related("seller", "product_class").get(pk=wanted.pk)
    day = times.business_day(wanted.minute)
    page = get_product_page(product=product, day=day)
    packs = offer.packs(product=product, on=day)
    chosen = offer.choose(packs, wanted.pack)
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
        "promise": offer.promise(seller=product.seller, pack=chosen, at=wanted.minute, on=day) if chosen else None,
        "is_member": wanted.is_saved is not None,
        "is_saved": wanted.is_saved,
        "login_address": f"{reverse('account_login')}?next={product.get_absolute_url()}",
        "facts": _label(product.label),
        "phrases": product.label.get("phrases", []),
        "month": day.month,
        "crumbs": crumbs,
        "canonical": address,
        "share_picture": pictures[0] if pictures else "",
        "structured": _structured(product, page, packs, crumbs, pictures),
    }


def _structured(
    product: Product, page: ProductPage, packs: list[Pack], crumbs: list[tuple[str, str]], pictures: list[str]
) -> list[dict[str, Any]]:
    title, address = crumbs[-1]
    data = structured.product_data(
        product=product, page=page, packs=packs, address=address, pictures=pictures, title=title
    )
    return [data, breadcrumb_data(crumbs)]


def _crumbs(page: ProductPage, title: str, address: str) -> list[tuple[str, str]]:
    line = get_category_tree().line(page.category)
    return [*((node.label, f"{settings.SITE_URL}{node.address}") for node in line), (title, address)]


def _label(label: dict[str, Any]) -> list[tuple[str, str]]:
    return [(str(name), str(label[key])) for key, name in _LABEL_NAMES.items() if label.get(key)]


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 19 else None
