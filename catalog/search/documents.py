"""What the engines index: one document a standalone or parent product, built from the database in bulk.

`build` asks a constant number of queries a batch. A product that may not be seen, or that nobody can buy because it
has no price, has no document; the indexer removes what it has no document for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils import translation

from catalog.domain import units
from catalog.models import Category, Certificate, Product, ProductCategory, ProductImage
from catalog.search import cards
from catalog.search.geography import district_slugs, place_words
from catalog.search.words import folded_words, words
from marketplace.kernel import times
from marketplace.kernel.money import Dong, to_dong

# A key that orders documents is one number, so that both engines sort alike and no two documents tie:
# the value above, the product's id below.
_ID_BITS = 31
_ID_MASK = (1 << _ID_BITS) - 1
_VALUE_MAX = (1 << 32) - 1


@dataclass(frozen=True, slots=True)
class Document:
    id: int
    # Words for matching, by what they say of the product.
    name: str
    alias: str
    kind: str
    place: str
    old_place: str
    maker: str
    claim: str
    # Every whole name, folded: the product's own, the English one, what else people call it.
    whole_names: tuple[str, ...]
    # Values for filters and facets. Those with labels carry them, so that counting needs nothing else.
    categories: tuple[str, ...]
    category_labels: tuple[str, ...]
    commune: str
    districts: tuple[str, ...]
    seller: str
    seller_label: str
    ocop: int
    certificates: tuple[str, ...]
    price: Dong
    season: tuple[int, ...]
    in_stock: bool
    # Tenths of a star.
    rating: int
    is_gift_set: bool
    contents: tuple[str, ...]
    # Keys for sorting.
    rank: int
    by_price: int
    by_newest: int
    by_rating: int
    by_sold: int
    # The day (20261231) on which this document is wrong by itself: a certificate lapses or begins; 0 is never.
    lapses_on: int
    card: str

    @property
    def quality(self) -> int:
        """`rank` without the id: 15 bits."""
        return self.rank >> _ID_BITS


@dataclass(frozen=True, slots=True)
class Pack:
    """One thing that can be put into a basket: a standalone product or a child."""

    price: Dong
    step_thousandths: int
    content_amount: int | None
    content_unit: str
    sale_unit: str
    left: int


@dataclass(frozen=True, slots=True)
class CategoryNode:
    order: str
    path: str
    name: str
    name_en: str
    ancestors: tuple[str, ...]

    @property
    def label(self) -> str:
        return "\t".join((self.order, self.path, self.name, self.name_en or self.name))


def indexable() -> QuerySet[Product]:
    """Products that may have a document: public, not a pack of another, of a seller who is selling."""
    selling = apps.get_model("partner", "Partner").objects.selling()
    return Product.objects.filter(structure__in=("standalone", "parent"), is_public=True, seller__in=selling)


def with_own_document(product_ids: Iterable[int]) -> list[int]:
    """The ids with those of packs replaced by their parents'."""
    ids = set(product_ids)
    parents = dict(Product.objects.filter(pk__in=ids, parent__isnull=False).values_list("pk", "parent_id"))
    return sorted({parents.get(pk, pk) for pk in ids})


def build(product_ids: Sequence[int], day: date) -> list[Document]:
    """Documents of those of `product_ids` that may have one, as they are on `day`."""
    products = list(
        indexable().filter(pk__in=product_ids).select_related("seller").defer("description", "label").order_by("pk")
    )
    ids = [product.pk for product in products]
    packs = _packs(products)
    categories = _categories(ids)
    certificates = _certificates(ids)
    photos = _photos(ids)
    with translation.override("vi"):
        return [
            _document(product, packs[product.pk], categories[product.pk], certificates[product.pk], photos, day)
            for product in products
            if packs[product.pk]
        ]


def _packs(products: Sequence[Product]) -> dict[int, list[Pack]]:
    """By the product's id: itself, or its children where it has any."""
    parents = [product.pk for product in products if product.is_parent]
    single = [product.pk for product in products if not product.is_parent]
    records = apps.get_model("partner", "StockRecord").objects.filter(
        Q(product__in=single) | Q(product__parent__in=parents, product__is_public=True), price__isnull=False
    )
    found: dict[int, list[Pack]] = defaultdict(list)
    rows = records.order_by("product__content_amount", "pk").values_list(
        "product_id",
        "product__parent_id",
        "price",
        "num_in_stock",
        "num_allocated",
        "product__step_thousandths",
        "product__content_amount",
        "product__content_unit",
        "product__sale_unit",
    )
    for product_id, parent_id, price, stock, held, step, amount, unit, sale_unit in rows:
        unit_price = units.price_of_unit(step_price=to_dong(price), step_thousandths=step)
        left = max(0, (stock or 0) - (held or 0))
        found[parent_id or product_id].append(Pack(unit_price, step, amount, unit, sale_unit, left))
    return found


def _categories(ids: Sequence[int]) -> dict[int, list[CategoryNode]]:
    tree = category_tree()
    found: dict[int, list[CategoryNode]] = defaultdict(list)
    links = ProductCategory.objects.filter(product__in=ids).order_by("pk")
    for product_id, category_id in links.values_list("product_id", "category_id"):
        if category_id in tree:
            found[product_id].append(tree[category_id])
    return found


def category_tree() -> dict[int, CategoryNode]:
    """Public categories by their id, in one query."""
    nodes: dict[int, CategoryNode] = {}
    by_order: dict[str, CategoryNode] = {}
    rows = Category.objects.filter(is_public=True, ancestors_are_public=True).order_by("path")
    for pk, order, slug, name, name_en in rows.values_list("pk", "path", "slug", "name", "name_en"):
        parent = by_order.get(order[: -Category.steplen])
        path = f"{parent.path}/{slug}" if parent else slug
        ancestors = (*parent.ancestors, parent.order) if parent else ()
        nodes[pk] = by_order[order] = CategoryNode(order, path, name, name_en, ancestors)
    # Ancestors were kept by their place in the tree; what is asked for is their label.
    return {
        pk: CategoryNode(n.order, n.path, n.name, n.name_en, tuple(by_order[a].label for a in n.ancestors))
        for pk, n in nodes.items()
    }


def _certificates(ids: Sequence[int]) -> dict[int, list[Certificate]]:
    found: dict[int, list[Certificate]] = defaultdict(list)
    for certificate in Certificate.objects.filter(product__in=ids, is_checked=True).order_by("pk"):
        found[certificate.product_id].append(certificate)
    return found


def _photos(ids: Sequence[int]) -> dict[int, tuple[str, bool]]:
    rows = ProductImage.objects.filter(product__in=ids).order_by("-display_order", "-pk")
    return {pk: (key, drawn) for pk, key, drawn in rows.values_list("product_id", "photo_key", "is_illustration")}


def _document(
    product: Product,
    packs: list[Pack],
    categories: list[CategoryNode],
    certificates: list[Certificate],
    photos: dict[int, tuple[str, bool]],
    day: date,
) -> Document:
    valid = [certificate for certificate in certificates if is_valid(certificate, day)]
    labels = sorted({label for node in categories for label in (*node.ancestors, node.label)})
    ocop = max((certificate.stars or 0 for certificate in valid), default=0)
    cheapest = _cheapest(packs)
    left = sum(pack.left for pack in packs)
    season = _season_months(product, day)
    aliases = [alias.strip() for alias in product.synonyms.replace(",", ";").split(";") if alias.strip()]
    return Document(
        id=product.pk,
        name=_joined(product.title),
        alias=_joined(product.title_en, *aliases),
        kind=_joined(*(part for label in labels for part in label.split("\t")[2:])),
        place=_joined(product.origin_place, *place_words(product.origin_commune, product.former_district).today),
        old_place=_joined(*place_words(product.origin_commune, product.former_district).former),
        maker=_joined(product.seller.name, product.producer_name),
        claim=_joined(*(_claim(certificate) for certificate in valid)),
        whole_names=tuple(
            dict.fromkeys(whole_name(name) for name in (product.title, product.title_en, *aliases) if name)
        ),
        categories=tuple(label.split("\t")[1] for label in labels),
        category_labels=tuple(labels),
        commune=product.origin_commune,
        districts=district_slugs(product.origin_commune, product.former_district),
        seller=product.seller.slug,
        seller_label=f"{product.seller.slug}\t{product.seller.name}",
        ocop=ocop,
        certificates=tuple(sorted({certificate.kind for certificate in valid})),
        price=cheapest.price,
        season=tuple(month for month in range(1, 13) if season & times.month_bit(month)),
        in_stock=left > 0,
        rating=round((product.rating or 0) * 10),
        is_gift_set=product.is_gift_set,
        contents=_contents(packs),
        rank=_key(_quality(product, left, ocop, photos.get(product.pk)), product.pk),
        by_price=_key(cheapest.price, product.pk),
        by_newest=_key(int(product.date_created.timestamp()), product.pk),
        by_rating=_key(
            round((product.rating or 0) * 100) << 20 | min(product.reviews_count, (1 << 20) - 1), product.pk
        ),
        by_sold=_key(product.sold_count, product.pk),
        lapses_on=_lapses_on(product, certificates, day),
        card=cards.pack(
            product,
            cheapest,
            len(packs) > 1,
            left > 0,
            season,
            _deepest(categories),
            certificates,
            photos.get(product.pk, ("", False)),
        ),
    )


def is_valid(certificate: Certificate, day: date) -> bool:
    """As Certificate.objects.valid_on, on rows that are loaded already."""
    begun = certificate.issued_on is None or certificate.issued_on <= day
    return begun and (certificate.expires_on is None or certificate.expires_on >= day)


def whole_name(name: str) -> str:
    return " ".join(folded_words(name))


def _joined(*texts: str) -> str:
    return " ".join(" ".join(words(text)) for text in texts if text)


def _claim(certificate: Certificate) -> str:
    stars = f" {certificate.stars} sao" if certificate.stars else ""
    english = {"ORGANIC": " organic"}.get(certificate.kind, "")
    return f"{certificate.get_kind_display()}{stars}{english} {certificate.name}"


def _contents(packs: Iterable[Pack]) -> tuple[str, ...]:
    """`500g`; `kg` and `l` for goods that are sold by the kilogram or litre in any amount."""
    sizes = {f"{pack.content_amount}{pack.content_unit.lower()}" for pack in packs if pack.content_amount}
    loose = {{"KG": "kg", "LITRE": "l"}.get(pack.sale_unit, "") for pack in packs} - {""}
    return tuple(sorted(sizes | loose))


def _cheapest(packs: Iterable[Pack]) -> Pack:
    """Among what is in stock; among all when nothing is."""
    return min(packs, key=lambda pack: (pack.left == 0, pack.price))


def _season_months(product: Product, day: date) -> int:
    """A harvest window says what this year gives and wins over the months of every year."""
    start, end = product.harvest_from_on, product.harvest_until_on
    if not start or not end or day > end:
        return product.season_months
    months = 0
    for ahead in range((end.year - start.year) * 12 + end.month - start.month + 1):
        months |= times.month_bit((start.month - 1 + ahead) % 12 + 1)
    return months


def _quality(product: Product, left: int, ocop: int, photo: tuple[str, bool] | None) -> int:
    """What breaks a tie between products that match equally (docs/search.md, "Ranking"), as 15 bits.

    Five bits are earned: in stock 16, sales up to 5, rating up to 5, OCOP stars up to 3, an own photo 1.
    The rest is a shuffle by id, so that equals take turns across the catalogue instead of the oldest always leading.
    """
    earned = 16 if left else 0
    earned += min(5, product.sold_count.bit_length() // 2)
    earned += round(product.rating or 0) if product.reviews_count else 0
    earned += max(0, ocop - 2)
    earned += 1 if photo and not photo[1] else 0
    shuffled = (product.pk * 2_654_435_761 >> 12) & 0x3FF
    return min(earned, 31) << 10 | shuffled


def _lapses_on(product: Product, certificates: Iterable[Certificate], day: date) -> int:
    turns = [c.expires_on + timedelta(days=1) for c in certificates if c.expires_on and c.expires_on >= day]
    turns += [c.issued_on for c in certificates if c.issued_on and c.issued_on > day]
    if product.harvest_until_on and product.harvest_until_on >= day:
        turns.append(product.harvest_until_on + timedelta(days=1))
    return as_number(min(turns)) if turns else 0


def as_number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def _deepest(categories: Iterable[CategoryNode]) -> str:
    return max((node.path for node in categories), key=lambda path: path.count("/"), default="")


def _key(value: int, product_id: int) -> int:
    return min(value, _VALUE_MAX) << _ID_BITS | (product_id & _ID_MASK)


def id_of_key(key: int) -> int:
    return key & _ID_MASK
