from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.page_cache import same_for_visitors
from catalog.queries.category_tree import get_category_tree
from catalog.views import filters, listing
from catalog.views.filters import Place
from catalog.views.search import answer, canonical, share_picture
from catalog.views.structured import breadcrumb_data
from marketplace.kernel import times


@require_safe
@same_for_visitors
def category(request: HttpRequest, path: str) -> HttpResponse:
    tree = get_category_tree()
    node = tree.find(path)
    if node is None:
        raise Http404
    place = Place(path=node.address, category=path)
    query = filters.read_query(request.GET, place=place, month=times.business_day(timezone.now()).month)
    found = listing.build(query, place)
    crumbs = [(above.label, settings.SITE_URL + above.address) for above in tree.line(path)]
    context = {
        "listing": found,
        "node": node,
        "heading": node.label,
        "crumbs": crumbs,
        "canonical": canonical(found),
        "share_picture": share_picture("", found),
        "is_hidden_from_robots": found.is_narrowed or bool(query.text),
        "structured": [breadcrumb_data(crumbs)],
    }
    return answer(request, "catalog/category.html", context, found)
