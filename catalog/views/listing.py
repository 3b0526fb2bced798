"""What a listing page shows, made from the search's answer alone: no product is read from the database."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from catalog.models import CertificateKind
from catalog.queries.category_tree import CategoryTree, get_category_tree
from catalog.search import service
from catalog.search.contract import Facet, FacetValue, Hit, Results, SearchQuery, Sort
from catalog.templatetags.money import dong
from catalog.templatetags.storefront import commune_name
from catalog.views import filters
from catalog.views.filters import Place
from marketplace.kernel import places
from marketplace.kernel.text import normalise

# How many values of a facet stand open; the others wait behind "more".
_SHOWN = 6
# Values beyond these are found by searching, not by reading on.
_MORE = 24


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A facet as a group of boxes to tick."""

    name: str
    title: str
    first: tuple[Choice, ...]
    more: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    # The same listing without this choice.
    address: str


@dataclass(frozen=True, slots=True)
class CategoryLink:
    label: str
    address: str
    count: int


@dataclass(frozen=True, slots=True)
class Listing:
    place: Place
    query: SearchQuery
    results: Results
    groups: tuple[Group, ...] = ()
    categories: tuple[CategoryLink, ...] = ()
    chips: tuple[Chip, ...] = ()
    understood: tuple[str, ...] = ()
    did_you_mean: str = ""
    did_you_mean_address: str = ""
    pages: tuple[tuple[int, str], ...] = ()
    previous: str = ""
    next: str = ""
    sorts: tuple[Choice, ...] = ()
    # From where "near me" measures: offered once that order is chosen.
    near_places: tuple[Choice, ...] = ()
    toggles: tuple[Choice, ...] = ()
    is_narrowed: bool = False
    cleared: str = ""
    hits: tuple[Hit, ...] = field(default=())


def build(query: SearchQuery, place: Place) -> Listing:
    results = service.search(query)
    tree = get_category_tree()
    last = min(-(-results.total // query.page_size), filters.PAGE_MAX)
    return Listing(
        place=place,
        query=query,
        results=results,
        hits=results.hits,
        groups=_groups(results, place),
        categories=_categories(results, query, place, tree),
        chips=_chips(results, query, place, tree),
        understood=tuple(_intent(name, value, tree) for name, value in results.understood),
        did_you_mean=results.did_you_mean,
        did_you_mean_address=_meant(results, query, place),
        pages=_pages(query, place, last),
        previous=filters.page_address(query, place, query.page - 1) if query.page > 1 else "",
        next=filters.page_address(query, place, query.page + 1) if query.page < last else "",
        sorts=_sorts(query),
        near_places=_near_places(query),
        toggles=_toggles(results, query),
        is_narrowed=filters.is_narrowed(query, place),
        cleared=filters.address(SearchQuery(text=query.text), place),
    )


def _meant(results: Results, query: SearchQuery, place: Place) -> str:
    if not results.did_you_mean:
        return ""
    return filters.address(replace(query, text=results.did_you_mean, page=1), place)


def _groups(results: Results, place: Place) -> tuple[Group, ...]:
    titles = {
        Facet.OCOP: _("Sao OCOP"),
        Facet.CERTIFICATE: _("Chứng nhận"),
        Facet.DISTRICT: _("Vùng (huyện cũ)"),
        Facet.COMMUNE: _("Xã, phường"),
        Facet.SELLER: _("Nhà vườn"),
        Facet.RATING: _("Đánh giá"),
    }
    if place.seller:
        del titles[Facet.SELLER]
    groups = (_group(facet, title, results.facets.get(facet, ())) for facet, title in titles.items())
    return tuple(group for group in groups if group.first)


def _group(facet: Facet, title: str, values: tuple[FacetValue, ...]) -> Group:
    """Chosen values stand first, so that none is ever hidden behind "more"."""
    offered = [value for value in values if value.count or value.is_selected]
    choices = tuple(
        Choice(value.value, label_of(facet, value), value.count, value.is_selected)
        for value in sorted(offered, key=lambda value: not value.is_selected)[:_MORE]
    )
    return Group(filters.PARAMETERS[facet], title, choices[:_SHOWN], choices[_SHOWN:])


def label_of(facet: Facet, value: FacetValue) -> str:
    match facet:
        case Facet.OCOP:
            return _("%(stars)s sao") % {"stars": value.value}
        case Facet.RATING:
            return _("từ %(stars)s sao") % {"stars": value.value}
        case Facet.CERTIFICATE:
            return str(CertificateKind(value.value).label)
        case Facet.COMMUNE:
            return commune_name(value.value) or value.label
        case _:
            return value.label


def _categories(results: Results, query: SearchQuery, place: Place, tree: CategoryTree) -> tuple[CategoryLink, ...]:
    """One level down from where the visitor stands, with what each holds."""
    counts = {value.value: value.count for value in results.facets.get(Facet.CATEGORY, ())}
    here = tree.find(query.category)
    below = tree.children(here) if here else tree.top()
    links = []
    for node in below:
        if counts.get(node.path):
            target = replace(query, category=node.path, page=1)
            inner = Place(path=f"/nhom/{node.path}/", category=node.path) if place.category else place
            links.append(CategoryLink(node.label, filters.address(target, inner), counts[node.path]))
    return tuple(links)


def _chips(results: Results, query: SearchQuery, place: Place, tree: CategoryTree) -> tuple[Chip, ...]:
    def chip(label: str, **without: object) -> Chip:
        return Chip(label, filters.address(replace(query, page=1, **without), place))

    chips = []
    if query.category and not place.category:
        chips.append(chip(tree.label(query.category), category=""))
    for stars in query.ocop:
        chips.append(chip(_("OCOP %(stars)s sao") % {"stars": stars}, ocop=_rest(query.ocop, stars)))
    for kind in query.certificates:
        chips.append(chip(str(CertificateKind(kind).label), certificates=_rest(query.certificates, kind)))
    for code in query.communes:
        chips.append(chip(commune_name(code), communes=_rest(query.communes, code)))
    for slug in query.districts:
        label = _label_in(results, Facet.DISTRICT, slug)
        chips.append(chip(label, districts=_rest(query.districts, slug)))
    for slug in () if place.seller else query.sellers:
        label = _label_in(results, Facet.SELLER, slug)
        chips.append(chip(label, sellers=_rest(query.sellers, slug)))
    if query.price_min is not None:
        chips.append(chip(_("từ %(price)s") % {"price": dong(query.price_min)}, price_min=None))
    if query.price_max is not None:
        chips.append(chip(_("đến %(price)s") % {"price": dong(query.price_max)}, price_max=None))
    if query.rating_min:
        chips.append(chip(_("từ %(stars)s sao") % {"stars": query.rating_min}, rating_min=None))
    if query.in_season:
        chips.append(chip(_("Đang mùa"), in_season=False))
    if query.in_stock:
        chips.append(chip(_("Còn hàng"), in_stock=False))
    if query.is_gift_set:
        chips.append(chip(_("Bộ quà"), is_gift_set=False))
    return tuple(chips)


def _label_in(results: Results, facet: Facet, value: str) -> str:
    return next((found.label for found in results.facets.get(facet, ()) if found.value == value), value)


def _rest(values: tuple, without: object) -> tuple:  # type: ignore[type-arg]  # of str or of int
    return tuple(value for value in values if value != without)


def _intent(name: str, value: str, tree: CategoryTree) -> str:
    """What the search understood from the words, said back."""
    match name:
        case "ocop":
            return _("OCOP %(stars)s sao") % {"stars": value}
        case "price_max":
            return _("giá đến %(price)s") % {"price": dong(int(value))}
        case "price_min":
            return _("giá từ %(price)s") % {"price": dong(int(value))}
        case "category":
            return tree.label(value)
        case "commune":
            return commune_name(value)
        case "certificate":
            return str(CertificateKind(value).label)
        case "in_season":
            return _("đang mùa")
        case "in_stock":
            return _("còn hàng")
        case "gift_set" | "is_gift_set":
            return _("bộ quà")
        case "rating" | "rating_min":
            return _("từ %(stars)s sao") % {"stars": value}
        case _:
            return value


def _pages(query: SearchQuery, place: Place, last: int) -> tuple[tuple[int, str], ...]:
    """First, last and the neighbours of the current page; 0 stands for a gap."""
    wanted = sorted({1, last, *range(max(1, query.page - 1), min(last, query.page + 1) + 1)})
    pages: list[tuple[int, str]] = []
    for number in wanted:
        if pages and number > pages[-1][0] + 1:
            pages.append((0, ""))
        if number:
            pages.append((number, filters.page_address(query, place, number)))
    return tuple(pages)


def _sorts(query: SearchQuery) -> tuple[Choice, ...]:
    labels = {
        Sort.RELEVANCE: _("Phù hợp nhất"),
        Sort.BESTSELLING: _("Bán chạy"),
        Sort.NEWEST: _("Mới lên chợ"),
        Sort.PRICE_LOW: _("Giá thấp trước"),
        Sort.PRICE_HIGH: _("Giá cao trước"),
        Sort.RATING: _("Đánh giá cao"),
        Sort.NEAR: _("Gần tôi nhất"),
    }
    return tuple(Choice(filters.SORT_NAMES[sort], label, 0, query.sort == sort) for sort, label in labels.items())


def _near_places(query: SearchQuery) -> tuple[Choice, ...]:
    if query.sort is not Sort.NEAR:
        return ()
    communes = sorted(places.communes().values(), key=lambda commune: normalise(commune.short_name))
    return tuple(Choice(c.code, commune_name(c.code), 0, query.near == c.code) for c in communes)


def _toggles(results: Results, query: SearchQuery) -> tuple[Choice, ...]:
    return (
        Choice("dang-mua", _("Đang mùa"), _yes(results, Facet.IN_SEASON), query.in_season),
        Choice("con-hang", _("Còn hàng"), _yes(results, Facet.IN_STOCK), query.in_stock),
    )


def _yes(results: Results, facet: Facet) -> int:
    return next((value.count for value in results.facets.get(facet, ()) if value.value in ("1", "true")), 0)
