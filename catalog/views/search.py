from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.domain import photos
from catalog.page_cache import same_for_visitors
from catalog.queries.category_tree import get_category_tree
from catalog.search.contract import SearchQuery
from catalog.views import filters, listing
from catalog.views.filters import Place
from marketplace.kernel import times


@require_safe
@same_for_visitors
def search(request: HttpRequest) -> HttpResponse:
    place = Place(path=reverse("search"))
    query = filters.read_query(request.GET, place=place, month=times.business_day(timezone.now()).month)
    found = listing.build(query, place)
    context = {
        "listing": found,
        "search_text": query.text,
        "heading": _heading(query),
        "canonical": canonical(found),
        # Search pages are countless: only the page of all goods belongs in other people's indexes.
        "is_hidden_from_robots": found.is_narrowed or bool(query.text),
        "categories": get_category_tree().top(),
    }
    return answer(request, "catalog/search.html", context, found)


def answer(request: HttpRequest, template: str, context: dict[str, object], found: listing.Listing) -> HttpResponse:
    response = render(request, template, context)
    if getattr(request, "htmx", False):
        # The form sends empty fields too; the address that people see and share has none.
        response["HX-Push-Url"] = filters.address(found.query, found.place)
    return response


def canonical(found: listing.Listing) -> str:
    """Without the choices: the same goods in another order are not another page."""
    query = SearchQuery(text=found.query.text, page=found.query.page)
    return settings.SITE_URL + filters.address(query, found.place)


def share_picture(photo_key: str, found: listing.Listing) -> str:
    """The absolute address of the page's own photo, or else of the first thing it lists; "" when nothing has one."""
    key = photo_key or next((hit.photo_key for hit in found.hits if hit.photo_key), "")
    return urljoin(settings.SITE_URL, photos.sources(key).fallback) if key else ""


def _heading(query: SearchQuery) -> str:
    return _("Kết quả cho “%(words)s”") % {"words": query.text} if query.text else _("Tất cả nông sản")
