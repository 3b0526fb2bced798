"""A listing's address: what the visitor chose, read from the query string and written back in one fixed order.

The names are Vietnamese because people see, share and edit addresses. Whatever is malformed is left out, never an
error: an old link must still show something.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from catalog.models import CertificateKind
from catalog.search.contract import Facet, SearchQuery, Sort
from marketplace.kernel import places
from marketplace.kernel.text import normalise

TEXT_MAX = 200
PAGE_SIZE = 24
# Deeper pages help nobody and cost much: the visitor narrows the search instead.
PAGE_MAX = 200
_VALUES_MAX = 30
_AMOUNT_MAX = 10**12

_SORTS = {
    "": Sort.RELEVANCE,
    "moi": Sort.NEWEST,
    "gia-tang": Sort.PRICE_LOW,
    "gia-giam": Sort.PRICE_HIGH,
    "danh-gia": Sort.RATING,
    "ban-chay": Sort.BESTSELLING,
    "gan": Sort.NEAR,
}
SORT_NAMES = {sort: name for name, sort in _SORTS.items()}

# The parameter of each facet, in the order of the address.
PARAMETERS = {
    Facet.CATEGORY: "nhom",
    Facet.OCOP: "ocop",
    Facet.CERTIFICATE: "chung-nhan",
    Facet.COMMUNE: "xa",
    Facet.DISTRICT: "huyen",
    Facet.SELLER: "nha-vuon",
    Facet.RATING: "sao",
    Facet.IN_SEASON: "dang-mua",
    Facet.IN_STOCK: "con-hang",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a listing stands: its own address and what that address fixes."""

    path: str
    category: str = ""
    seller: str = ""


def read_query(params: QueryDict, *, place: Place, month: int) -> SearchQuery:
    return SearchQuery(
        text=normalise_text(params.get("q", "")),
        category=place.category or params.get("nhom", "")[:255],
        communes=_known(params.getlist("xa"), places.communes()),
        districts=_words(params.getlist("huyen")),
        sellers=(place.seller,) if place.seller else _words(params.getlist("nha-vuon")),
        ocop=tuple(int(stars) for stars in _known(params.getlist("ocop"), ("3", "4", "5"))),
        certificates=_known(params.getlist("chung-nhan"), CertificateKind.values),
        price_min=_amount(params.get("gia-tu")),
        price_max=_amount(params.get("gia-den")),
        in_season=params.get("dang-mua") == "1",
        in_stock=params.get("con-hang") == "1",
        # Two boxes ticked mean the wider one.
        rating_min=min(filter(None, (_number(value, 1, 5) for value in params.getlist("sao"))), default=None),
        is_gift_set=params.get("bo-qua") == "1",
        near="".join(_known([params.get("o", "")], places.communes())),
        sort=_SORTS.get(params.get("xep", ""), Sort.RELEVANCE),
        page_size=PAGE_SIZE,
        page=_number(params.get("trang"), 1, PAGE_MAX) or 1,
        month=month,
    )


def normalise_text(text: str) -> str:
    """What was typed, on one line, at most TEXT_MAX characters; its case stays as the visitor wrote it."""
    return " ".join(text.replace("\x00", " ").split())[:TEXT_MAX] if normalise(text) else ""


def address(query: SearchQuery, place: Place) -> str:
    """The address of a listing: the same choices always give the same address."""
    pairs = [*_pairs(query, place)]
    return f"{place.path}?{urlencode(pairs)}" if pairs else place.path


def page_address(query: SearchQuery, place: Place, page: int) -> str:
    return address(replace(query, page=page), place)


def is_narrowed(query: SearchQuery, place: Place) -> bool:
    """Chosen facets or another order: such addresses are countless and stay out of other people's indexes."""
    return bool(_pairs(replace(query, text="", page=1), place))


def _pairs(query: SearchQuery, place: Place) -> list[tuple[str, str]]:
    pairs = [("q", query.text)]
    pairs += [("nhom", query.category)] if not place.category else []
    pairs += [("ocop", str(stars)) for stars in sorted(query.ocop, reverse=True)]
    pairs += [("chung-nhan", kind) for kind in sorted(query.certificates)]
    pairs += [("xa", code) for code in sorted(query.communes)]
    pairs += [("huyen", slug) for slug in sorted(query.districts)]
    pairs += [("nha-vuon", slug) for slug in sorted(query.sellers)] if not place.seller else []
    pairs += [("gia-tu", _written(query.price_min)), ("gia-den", _written(query.price_max))]
    pairs += [("sao", _written(query.rating_min))]
    pairs += [("dang-mua", "1" if query.in_season else ""), ("con-hang", "1" if query.in_stock else "")]
    pairs += [("bo-qua", "1" if query.is_gift_set else "")]
    pairs += [("xep", SORT_NAMES.get(query.sort, ""))]
    pairs += [("o", query.near)]
    pairs += [("trang", str(query.page) if query.page > 1 else "")]
    return [(name, value) for name, value in pairs if value]


def _words(values: Iterable[str]) -> tuple[str, ...]:
    """Slugs, each once; more than anyone chooses are cut off."""
    found = (value[:140] for value in values if value and value.replace("-", "").isalnum() and value.isascii())
    return tuple(dict.fromkeys(found))[:_VALUES_MAX]


def _known(values: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    known_values = set(known)
    return tuple(dict.fromkeys(value for value in values if value in known_values))[:_VALUES_MAX]


def _amount(value: str | None) -> int | None:
    """Whole đồng, written with or without separators."""
    digits = (value or "").replace(".", "").replace(",", "").replace(" ", "")
    return min(int(digits), _AMOUNT_MAX) if digits.isascii() and digits.isdigit() and len(digits) < 16 else None


def _number(value: str | None, low: int, high: int) -> int | None:
    is_number = value is not None and value.isascii() and value.isdigit() and len(value) < 10
    return min(max(int(value or 0), low), high) if is_number else None


def _written(number: int | None) -> str:
    return "" if number is None else str(number)
