"""Facets: how they are counted (the same aggregation in both engines) and how they are labelled, without a query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.models import CertificateKind
from catalog.search.clauses import Between, Clause, OneOf
from catalog.search.contract import Facet, FacetValue, SearchQuery
from catalog.search.fields import PRICE_BANDS
from catalog.search.geography import district_names
from marketplace.kernel import money, places

_FIELDS = {
    Facet.CATEGORY: ("category_labels", 1000),
    Facet.COMMUNE: ("commune", 100),
    Facet.DISTRICT: ("districts", 50),
    Facet.SELLER: ("seller_label", 300),
    Facet.OCOP: ("ocop", 10),
    Facet.CERTIFICATE: ("certificates", 20),
    Facet.PRICE: ("price_band", 10),
    Facet.IN_SEASON: ("season", 12),
    Facet.IN_STOCK: ("buyable", 12),
    Facet.RATING: ("stars", 6),
}
AGGREGATIONS: dict[Facet, dict[str, Any]] = {
    facet: {"terms": {"field": name, "size": size}} for facet, (name, size) in _FIELDS.items()
}
Counts = Sequence[tuple[str, int]]


def read_buckets(answer: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Numbers come back as floats from one engine and as integers from the other."""
    return [
        (str(int(b["key"])) if isinstance(b["key"], int | float) else b["key"], b["doc_count"])
        for b in answer["buckets"]
    ]


def conditions(query: SearchQuery) -> dict[Facet, Clause]:
    """What is chosen in each facet, as a condition; facets in which nothing is chosen are absent."""
    chosen: dict[Facet, Clause | None] = {
        Facet.CATEGORY: OneOf("categories", (query.category,)) if query.category else None,
        Facet.COMMUNE: OneOf("commune", query.communes) if query.communes else None,
        Facet.DISTRICT: OneOf("districts", query.districts) if query.districts else None,
        Facet.SELLER: OneOf("seller", query.sellers) if query.sellers else None,
        Facet.OCOP: OneOf("ocop", tuple(n for n in query.ocop if 0 <= n <= 5)) if query.ocop else None,
        Facet.CERTIFICATE: OneOf("certificates", query.certificates) if query.certificates else None,
        Facet.PRICE: _price(query),
        Facet.IN_SEASON: OneOf("season", (query.month,)) if query.in_season else None,
        Facet.IN_STOCK: OneOf("buyable", (query.month,)) if query.in_stock else None,
        Facet.RATING: Between("stars", max(0, query.rating_min)) if query.rating_min is not None else None,
    }
    return {facet: clause for facet, clause in chosen.items() if clause is not None}


def draw(counts: Mapping[Facet, Counts], query: SearchQuery) -> dict[Facet, tuple[FacetValue, ...]]:
    return {facet: _DRAWN[facet](counts[facet], query) for facet in Facet if facet in counts}


def _price(query: SearchQuery) -> Clause | None:
    if query.price_min is None and query.price_max is None:
        return None
    low = None if query.price_min is None else max(0, query.price_min)
    high = None if query.price_max is None else max(0, query.price_max)
    return Between("price", low, high)


def _categories(counts: Counts, query: SearchQuery) -> tuple[FacetValue, ...]:
    """In the order of the tree: a parent stands before its children, whose value begins with its own."""
    english = (get_language() or "vi").startswith("en")
    rows = [(label.split("\t"), count) for label, count in sorted(counts)]
    return tuple(
        FacetValue(path, name_en if english else name, count, path == query.category)
        for (_order, path, name, name_en), count in rows
    )


def _communes(counts: Counts, query: SearchQuery) -> tuple[FacetValue, ...]:
    known = places.communes()
    found = {code: count for code, count in counts if code in known}
    found |= {code: 0 for code in query.communes if code in known and code not in found}
    return _most_first((FacetValue(c, known[c].name, n, c in query.communes) for c, n in found.items()))


def _districts(counts: Counts, query: SearchQuery) -> tuple[FacetValue, ...]:
    known = district_names()
    found = dict(counts) | {slug: 0 for slug in query.districts if slug in known and slug not in dict(counts)}
    return _most_first(FacetValue(s, known.get(s, s), n, s in query.districts) for s, n in found.items())


def _sellers(counts: Counts, query: SearchQuery) -> tuple[FacetValue, ...]:
    rows = [(label.split("\t"), count) for label, count in counts]
    return _most_first(FacetValue(slug, name, count, slug in query.sellers) for (slug, name), count in rows)


def _ocop(counts: Counts, query: SearchQuery) -> tuple[FacetValue, ...]:
    found = {int(value): count for value, count in counts}
    found |= {stars: 0 for stars in query.ocop if stars not in found}
    return tuple(
        FacetValue(str(stars), _("OCOP %(stars)s sao") % {"stars": stars}, found[stars], stars in query.ocop)
        for stars in (5, 4, 3)
        if stars in found
    )


def _certificates(counts: Counts, query: SearchQuery) -> tuple[FacetValue, ...]:
    found = dict(counts) | {kind: 0 for kind in query.certificates if kind not in dict(counts)}
    return _most_first(
        FacetValue(kind, str(CertificateKind(kind).label), count, kind in query.certificates)
        for kind, count in found.items()
        if kind in CertificateKind.values
    )


def _prices(counts: Counts, query: SearchQuery) -> tuple[FacetValue, ...]:
    """The value is `<lowest>-<highest>` in đồng, both included; the last has no highest."""
    drawn = []
    for band, count in sorted((int(value), count) for value, count in counts):
        low, high = PRICE_BANDS[band], PRICE_BANDS[band + 1] if band + 1 < len(PRICE_BANDS) else None
        is_selected = (query.price_min or 0) == low and query.price_max == (high - 1 if high else None)
        is_selected = is_selected and (query.price_min, query.price_max) != (None, None)
        drawn.append(FacetValue(f"{low}-{high - 1 if high else ''}", _price_label(low, high), count, is_selected))
    return tuple(drawn)


def _price_label(low: int, high: int | None) -> str:
    if high is None:
        return _("Từ %(low)s trở lên") % {"low": money.written(low)}
    if not low:
        return _("Dưới %(high)s") % {"high": money.written(high)}
    return _("%(low)s đến %(high)s") % {"low": money.written(low), "high": money.written(high)}


def _in_season(counts: Counts, query: SearchQuery) -> tuple[FacetValue, ...]:
    return (FacetValue("1", _("Đang mùa"), dict(counts).get(str(query.month), 0), query.in_season),)


def _in_stock(counts: Counts, query: SearchQuery) -> tuple[FacetValue, ...]:
    return (FacetValue("1", _("Còn hàng"), dict(counts).get(str(query.month), 0), query.in_stock),)


def _ratings(counts: Counts, query: SearchQuery) -> tuple[FacetValue, ...]:
    found = {int(value): count for value, count in counts}
    return tuple(
        FacetValue(
            str(stars),
            _("Từ %(stars)s sao") % {"stars": stars},
            sum(count for value, count in found.items() if value >= stars),
            stars == query.rating_min,
        )
        for stars in (4, 3)
    )


def _most_first(values: Any) -> tuple[FacetValue, ...]:
    return tuple(sorted(values, key=lambda value: (-value.count, value.label)))


_DRAWN = {
    Facet.CATEGORY: _categories,
    Facet.COMMUNE: _communes,
    Facet.DISTRICT: _districts,
    Facet.SELLER: _sellers,
    Facet.OCOP: _ocop,
    Facet.CERTIFICATE: _certificates,
    Facet.PRICE: _prices,
    Facet.IN_SEASON: _in_season,
    Facet.IN_STOCK: _in_stock,
    Facet.RATING: _ratings,
}
