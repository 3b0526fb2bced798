"""The part of a document that is shown: packed as a small JSON list, unpacked into a `Hit` without a query."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from catalog.domain import units
from catalog.search.contract import Hit
from marketplace.kernel import times

if TYPE_CHECKING:
    from catalog.models import Certificate, Product
    from catalog.search.documents import Pack


def pack(
    product: Product,
    cheapest: Pack,
    has_packs: bool,
    has_stock: bool,
    season: int,
    category: str,
    certificates: Iterable[Certificate],
    photo: tuple[str, bool],
) -> str:
    unit_price = units.unit_price(
        price=cheapest.price, content_amount=cheapest.content_amount, content_unit=cheapest.content_unit
    )
    claims = [[c.kind, c.stars or 0, _iso(c.issued_on), _iso(c.expires_on)] for c in certificates]
    # Hit's fields in their order, with the certificates at all dates and the season and stock apart.
    card = [
        product.pk, product.slug, product.title, product.title_en, cheapest.price, has_packs, cheapest.sale_unit,
        cheapest.content_amount, cheapest.content_unit, unit_price.amount, unit_price.per, cheapest.step_thousandths,
        product.origin_commune, product.seller.slug, product.seller.name, category, claims, photo[0], photo[1],
        product.season_months, has_stock, season, product.is_age_restricted, product.is_billed_by_weight,
        product.storage, product.rating or 0.0, product.reviews_count,
    ]  # fmt: skip
    return json.dumps(card, ensure_ascii=False, separators=(",", ":"))


def unpack(card: str, day: date, highlight: Callable[[str], str] = lambda title: "") -> Hit:
    """The hit as it is on `day`: a certificate that is not valid then shows nowhere, and what is out of season
    cannot be bought."""
    facts: list[Any] = json.loads(card)
    today = day.isoformat()
    valid = [claim for claim in facts[16] if claim[2] <= today <= (claim[3] or "9999")]
    return Hit(
        *facts[:16],
        ocop_stars=max((claim[1] for claim in valid), default=0),
        certificates=tuple(sorted({claim[0] for claim in valid})),
        photo_key=facts[17],
        is_illustration=facts[18],
        season_months=facts[19],
        in_stock=facts[20] and bool(facts[21] & times.month_bit(day.month)),
        is_age_restricted=facts[22],
        is_billed_by_weight=facts[23],
        storage=facts[24],
        rating=facts[25],
        reviews_count=facts[26],
        highlight=highlight(facts[2]),
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
