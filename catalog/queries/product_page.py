"""What a product page shows beside price and stock: facts that may be a minute old, read together and kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache

from catalog.models import Certificate, Product, ProductCategory, ProductImage
from catalog.queries.category_tree import get_category_tree
from catalog.reviews.models import ProductReview
from catalog.search import service
from catalog.search.contract import Hit, SearchQuery
from marketplace.kernel import times

_SECONDS = 60
_REVIEWS_SHOWN = 6
_RELATED_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Photo:
    key: str
    caption: str
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class Review:
    score: int
    title: str
    body: str
    author: str
    written_on: date


@dataclass(frozen=True, slots=True)
class Score:
    """How many gave so many stars, and what part of all they are in whole per cent."""

    stars: int
    count: int
    percent: int


@dataclass(frozen=True, slots=True)
class ProductPage:
    photos: tuple[Photo, ...]
    certificates: tuple[Certificate, ...]
    # The deepest category's path, or "".
    category: str
    reviews: tuple[Review, ...]
    scores: tuple[Score, ...]
    related: tuple[Hit, ...]

    @property
    def ocop(self) -> Certificate | None:
        stars = [certificate for certificate in self.certificates if certificate.stars]
        return max(stars, key=lambda certificate: certificate.stars or 0, default=None)

    @property
    def is_illustrated(self) -> bool:
        return all(photo.is_illustration for photo in self.photos)


def get_product_page(*, product: Product, day: date) -> ProductPage:
    """Of a standalone or parent product. Kept for a minute; a change of the product itself shows at once."""
    key = f"product-page-1:{product.pk}:{product.date_updated.timestamp()}:{day}"
    page = cache.get(key)
    if page is None:
        page = _read(product, day)
        cache.set(key, page, _SECONDS)
    return page


def _read(product: Product, day: date) -> ProductPage:
    category = _category(product)
    return ProductPage(
        photos=tuple(
            Photo(image.photo_key, image.caption, image.is_illustration)
            for image in ProductImage.objects.filter(product=product).order_by("display_order", "pk")
        ),
        certificates=tuple(Certificate.objects.filter(product=product).valid_on(day).order_by("-stars", "kind", "pk")),
        category=category,
        reviews=_reviews(product),
        scores=_scores(product),
        related=_related(product, category, day),
    )


def _category(product: Product) -> str:
    """The deepest public one; the first by its place in the tree among equals."""
    numbers = set(ProductCategory.objects.filter(product=product).values_list("category_id", flat=True))
    paths = [node.path for node in get_category_tree().nodes.values() if node.id in numbers]
    return max(paths, key=lambda path: path.count("/"), default="")


def _reviews(product: Product) -> tuple[Review, ...]:
    shown = ("score", "title", "body", "name", "date_created", "user__first_name")
    rows = _approved(product).select_related("user").only(*shown).order_by("-date_created", "-pk")[:_REVIEWS_SHOWN]
    return tuple(
        Review(row.score, row.title, row.body, _author(row), times.business_day(row.date_created)) for row in rows
    )


def _author(review: ProductReview) -> str:
    """A given name only: a review is public, its writer's full name is not."""
    return review.user.first_name if review.user else review.name


def _scores(product: Product) -> tuple[Score, ...]:
    counts = Counter(_approved(product).values_list("score", flat=True)) if product.reviews_count else Counter[int]()
    total = sum(counts.values())
    return tuple(
        Score(stars, counts[stars], round(100 * counts[stars] / total) if total else 0) for stars in range(5, 0, -1)
    )


def _approved(product: Product):  # type: ignore[no-untyped-def]  # Oscar's manager is untyped
    return ProductReview.objects.filter(product=product, status=ProductReview.APPROVED)


def _related(product: Product, category: str, day: date) -> tuple[Hit, ...]:
    """Of the same group of goods, or of the one above where it is too small; found by the index like any listing."""
    found: dict[int, Hit] = {}
    for node in reversed(get_category_tree().line(category)):
        query = SearchQuery(
            category=node.path, page_size=_RELATED_SHOWN + 1, month=day.month, in_stock=True, with_facets=False
        )
        found |= {hit.id: hit for hit in service.search(query).hits if hit.id not in found and hit.id != product.pk}
        if len(found) >= _RELATED_SHOWN:
            break
    return tuple(found.values())[:_RELATED_SHOWN]
