"""The fields of both indexes and what a match in each is worth (docs/search.md, "Ranking")."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from catalog.search.documents import Document
from catalog.search.words import fold_word, joined


@dataclass(frozen=True, slots=True)
class Text:
    """Words are kept twice: as written (`name_exact`) and folded (`name`)."""

    field: str
    exact: int
    folded: int


NAME = Text("name", exact=14, folded=10)
ALIAS = Text("alias", exact=11, folded=8)
KIND = Text("kind", exact=7, folded=5)
ABOUT = Text("about", exact=6, folded=4)
OLD = Text("old", exact=3, folded=2)
TEXTS = (NAME, ALIAS, KIND, ABOUT, OLD)
# Neighbouring words of the query that are neighbours here.
PHRASES = (("name", 6), ("alias", 4), ("about", 3))
FIRST_WORD = 4
WHOLE_NAME = 30
CATEGORY = 8
KIND_TOO = 2
# A name that says little more than the query: with so many more words at most.
BREVITY = ((2, 2), (4, 1))

WORD_FIELDS = ("whole", "first", "joined", "categories", "category_labels", "commune", "districts", "seller",
               "seller_label", "certificates", "contents", "gift")  # fmt: skip
NUMBER_FIELDS = ("ocop", "price", "price_band", "season", "buyable", "stars", "size", "lapses_on")
# Lower ends of the price bands, in đồng.
PRICE_BANDS = (0, 50_000, 100_000, 200_000, 500_000)
KEY_FIELDS = ("rank", "by_price", "by_newest", "by_rating", "by_sold")


def texts(document: Document) -> dict[str, str]:
    """The searched text by field, in words."""
    about = " ".join(filter(None, (document.place, document.maker, document.claim)))
    return {
        "name": document.name,
        "alias": document.alias,
        "kind": document.kind,
        "about": about,
        "old": document.old_place,
    }


def folded(text: str) -> str:
    return " ".join(fold_word(word) for word in text.split())


def values(document: Document) -> dict[str, tuple[str, ...]]:
    """The values of the fields that are matched whole."""
    name, alias = folded(document.name).split(), folded(document.alias).split()
    return {
        "whole": document.whole_names,
        "first": tuple(name[:1]),
        "joined": tuple(dict.fromkeys(joined(name) + joined(alias))),
        "categories": document.categories,
        "category_labels": document.category_labels,
        "commune": (document.commune,) if document.commune else (),
        "districts": document.districts,
        "seller": (document.seller,),
        "seller_label": (document.seller_label,),
        "certificates": document.certificates,
        "contents": document.contents,
        "gift": _gift(document),
    }


def numbers(document: Document) -> dict[str, tuple[int, ...]]:
    return {
        "ocop": (document.ocop,),
        "price": (document.price,),
        "price_band": (bisect_right(PRICE_BANDS, document.price) - 1,),
        "season": document.season,
        # The months in which it can be bought: it is there and has its season.
        "buyable": document.season if document.in_stock else (),
        "stars": (document.rating // 10,),
        "size": (len(document.name.split()),),
        "lapses_on": (document.lapses_on,) if document.lapses_on else (),
    }


def keys(document: Document) -> dict[str, int]:
    return {name: getattr(document, name) for name in KEY_FIELDS}


def _gift(document: Document) -> tuple[str, ...]:
    """Gift sets, and what has its season around Tết and not all year."""
    is_for_tet = bool({1, 2} & set(document.season)) and len(document.season) < 12
    return (("1",) if document.is_gift_set else ()) + (("tet",) if is_for_tet else ())
