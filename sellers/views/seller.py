from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.page_cache import same_for_visitors
from catalog.queries.category_tree import in_language
from catalog.views import filters, listing
from catalog.views.filters import Place
from catalog.views.search import answer, canonical, share_picture
from marketplace.kernel import places, times
from sellers.models import Seller, SellerKind

_PAGE_SIZE = 24


@require_safe
@same_for_visitors
def seller(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Seller.objects.selling(), slug=slug)
    place = Place(path=shown.get_absolute_url(), seller=slug)
    query = filters.read_query(request.GET, place=place, month=times.business_day(timezone.now()).month)
    found = listing.build(query, place)
    context = {
        "listing": found,
        "seller": shown,
        "about": in_language(shown.about, shown.about_en),
        "heading": shown.name,
        "canonical": canonical(found),
        "share_picture": share_picture(shown.photo_key, found),
        "is_hidden_from_robots": found.is_narrowed or bool(query.text),
    }
    return answer(request, "sellers/seller.html", context, found)


@require_safe
@same_for_visitors
def sellers(request: HttpRequest) -> HttpResponse:
    """All who sell, by name; a commune and a kind narrow the list."""
    kind, commune = request.GET.get("loai", ""), request.GET.get("xa", "")
    rows = Seller.objects.selling().order_by("name", "pk")
    if kind in SellerKind.values:
        rows = rows.filter(kind=kind)
    if commune in places.communes():
        rows = rows.filter(commune_code=commune)
    page = Paginator(rows, _PAGE_SIZE).get_page(request.GET.get("trang"))
    here = (
        f"?loai={kind}&xa={commune}&trang=" if kind in SellerKind.values or commune in places.communes() else "?trang="
    )
    context = {
        "page": page,
        "pages": [
            (number, f"{here}{number}") if isinstance(number, int) else (0, "")
            for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
        ],
        "previous": f"{here}{page.number - 1}" if page.has_previous() else "",
        "next": f"{here}{page.number + 1}" if page.has_next() else "",
        "kinds": SellerKind.choices,
        "kind": kind,
        "communes": sorted(places.communes().values(), key=lambda place: place.short_name),
        "commune": commune,
        "canonical": settings.SITE_URL + request.path,
        "is_hidden_from_robots": bool(kind or commune),
    }
    return render(request, "sellers/sellers.html", context)
