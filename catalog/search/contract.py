"""The search contract: what a page asks for and what it gets, whatever engine answers.

Everything is a frozen value: it can be a cache key, it can be logged, and a page drawn from `Results`
needs no query to the database (docs/search.md).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from marketplace.kernel.money import Dong


class Sort(StrEnum):
    RELEVANCE = "relevance"
    NEWEST = "newest"
    PRICE_LOW = "price"
    PRICE_HIGH = "-price"
    RATING = "rating"
    BESTSELLING = "bestselling"
    NEAR = "near"


class Facet(StrEnum):
    CATEGORY = "category"
    COMMUNE = "commune"
    DISTRICT = "district"
    SELLER = "seller"
    OCOP = "ocop"
    CERTIFICATE = "certificate"
    PRICE = "price"
    IN_SEASON = "in_season"
    IN_STOCK = "in_stock"
    RATING = "rating"


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """Several values of one facet widen (or), different facets narrow (and)."""

    text: str = ""
    # Slug path of a category, e.g. "che-tra/che-xanh"; its descendants are included.
    category: str = ""
    communes: tuple[str, ...] = ()
    # Slugs of former districts, e.g. "dai-tu".
    districts: tuple[str, ...] = ()
    sellers: tuple[str, ...] = ()
    ocop: tuple[int, ...] = ()
    certificates: tuple[str, ...] = ()
    price_min: Dong | None = None
    price_max: Dong | None = None
    in_season: bool = False
    in_stock: bool = False
    rating_min: int | None = None
    is_gift_set: bool = False
    # Commune code from which Sort.NEAR measures.
    near: str = ""
    sort: Sort = Sort.RELEVANCE
    page_size: int = 24
    page: int = 1
    # Opaque, from Results.next_cursor; wins over `page`. Stable under writes and at any depth.
    cursor: str = ""
    # Calendar month 1 to 12 that "in season" means.
    month: int = 1
    with_facets: bool = True


@dataclass(frozen=True, slots=True)
class Hit:
    """All that a product card, a feed item and an API list item show. Amounts are whole đồng."""

    id: int
    slug: str
    title: str
    title_en: str
    # Lowest price of one sale unit among the packs that can be bought.
    price: Dong
    # More than one pack, so the price is "from".
    has_packs: bool
    # TextChoices value of SaleUnit ("KG", "BOX"…).
    sale_unit: str
    content_amount: int | None
    content_unit: str
    # Per kilogram or litre, and which ("kg", "l"); 0 and "" where there is none.
    unit_price: Dong
    unit_price_per: str
    step_thousandths: int
    commune_code: str
    seller_slug: str
    seller_name: str
    category: str
    ocop_stars: int
    certificates: tuple[str, ...]
    photo_key: str
    is_illustration: bool
    season_months: int
    in_stock: bool
    is_age_restricted: bool
    is_billed_by_weight: bool
    storage: str
    rating: float
    reviews_count: int
    # The title with matches between \x02 and \x03, or "".
    highlight: str = ""


@dataclass(frozen=True, slots=True)
class FacetValue:
    value: str
    label: str
    count: int
    is_selected: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    hits: tuple[Hit, ...]
    total: int
    # Each facet counts as if nothing were chosen in it (post-filter), so the other choices stay visible.
    facets: dict[Facet, tuple[FacetValue, ...]] = field(default_factory=dict)
    did_you_mean: str = ""
    next_cursor: str = ""
    # What was understood from the words and turned into filters, e.g. ("ocop", "5"), ("price_max", "200000").
    understood: tuple[tuple[str, str], ...] = ()
    engine: str = ""
    took_ms: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    # "product", "category" or "seller"
    kind: str
    text: str
    # Product id, category path or seller slug.
    key: str
    slug: str = ""
    photo_key: str = ""


class Engine(Protocol):
    """An engine retrieves, ranks and counts; what words mean is decided before, in `understanding`."""

    name: str

    def search(self, query: SearchQuery) -> Results: ...

    def suggest(self, text: str, limit: int = 8) -> tuple[Suggestion, ...]: ...
