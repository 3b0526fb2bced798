"""Parts of a query that are wishes, not words: a price, stars, a pack size, a present, a season, nearness, an order.

They are looked for in the folded text, so they are found however it was typed, and cut out of it. What is found
becomes a filter where a filter can say it; the rest is a clause that must match.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from catalog.search.clauses import AnyOf, Match
from catalog.search.contract import Sort
from catalog.search.geography import without_type
from catalog.search.meaning import Group
from marketplace.kernel import places
from marketplace.kernel.text import fold, normalise

_NUMBER = r"\d{1,3}(?:[.,]\d{3})+|\d{1,9}(?:[.,]\d{1,2})?"
_CURRENCY = "k|nghin|ngan|ng|trieu|tr|cu|dong|vnd|d|₫"
_UNITS = {"k": 1_000, "nghin": 1_000, "ngan": 1_000, "ng": 1_000, "tr": 10**6, "trieu": 10**6, "cu": 10**6}
_LOWEST_BARE_PRICE = 1_000
_GRAMS = {"g": 1, "gr": 1, "gram": 1, "gam": 1, "lang": 100, "kg": 1_000, "ki": 1_000, "ky": 1_000, "kilo": 1_000,
          "can": 1_000, "yen": 10_000}  # fmt: skip
_MILLILITRES = {"ml": 1, "l": 1_000, "lit": 1_000, "litre": 1_000}
_STARS = {"ba": 3, "bon": 4, "nam": 5, "three": 3, "four": 4, "five": 5}


@dataclass(frozen=True)
class Intents:
    # What is left of the text.
    text: str
    filters: dict[str, object] = field(default_factory=dict)
    understood: tuple[tuple[str, str], ...] = ()
    groups: tuple[Group, ...] = ()


Rule = Callable[[Intents], Intents]


def find_intents(text: str) -> Intents:
    found = Intents(normalise(text))
    for rule in _RULES:
        found = rule(found)
    return found


# --- Rules ------------------------------------------------------------------------------------------------------------


def _price_range(found: Intents) -> Intents:
    match = re.search(
        rf"(?<![a-z0-9])(?:tu |gia |khoang |from )*{_money('low')}\s*(?:den|toi|-|–|to|and)\s*{_money('high')}",
        _folded(found),
    )
    if not match:
        return found
    unit = match["low_unit"] or match["high_unit"]
    low, high = _dong(match["low"], unit), _dong(match["high"], match["high_unit"] or unit)
    if not low or not high or low > high:
        return found
    return _understood(_cut(found, match), price_min=low, price_max=high)


def _price_max(found: Intents) -> Intents:
    words = "gia duoi|duoi|toi da|khong qua|ko qua|nho hon|it hon|re hon|chua den|under|below|less than|max|<=?"
    return _one_price(found, rf"(?:{words})", lambda dong: {"price_max": dong})


def _price_min(found: Intents) -> Intents:
    words = "gia tren|tren|toi thieu|it nhat|lon hon|hon|dat hon|tu|over|above|more than|from|min|>=?"
    return _one_price(found, rf"(?:{words})", lambda dong: {"price_min": dong})


def _price_about(found: Intents) -> Intents:
    words = "tam gia|tam|khoang gia|khoang|gia|co|about|around"
    return _one_price(found, rf"(?:{words})", lambda dong: {"price_min": dong * 8 // 10, "price_max": dong * 12 // 10})


def _price_bare(found: Intents) -> Intents:
    """`chè 200k`: at most that."""
    match = re.search(rf"(?<![a-z0-9.,]){_money('at')}", _folded(found))
    dong = _dong(match["at"], match["at_unit"]) if match and match["at_unit"] else 0
    return _understood(_cut(found, match), price_max=dong) if match and dong else found


def _ocop(found: Intents) -> Intents:
    count = rf"(?P<stars>[1-5]|{'|'.join(_STARS)})"
    above = r"(?P<above>tren |tu |it nhat |from )?"
    star = r"(?:sao|\*|★|⭐|stars?)"
    for pattern in (
        rf"ocop\s*{above}{count}\s*{star}?(?P<up> tro len)?",
        rf"{above}{count}\s*{star}\s*ocop",
        rf"(?:hang |loai |dat )?{above}{count}[\s-]*{star}(?P<up> tro len)?",
    ):
        match = re.search(rf"(?<![a-z0-9]){pattern}(?![a-z0-9])", _folded(found))
        if match:
            stars = _STARS.get(match["stars"]) or int(match["stars"])
            is_more = match["above"] or match.groupdict().get("up")
            chosen = tuple(range(stars, 6)) if is_more else (stars,)
            chosen = tuple(n for n in chosen if n >= 3)
            if chosen:
                cut = replace(_cut(found, match), filters=found.filters | {"ocop": chosen})
                return _said(cut, ("ocop", ",".join(map(str, chosen))))
    return found


def _pack_size(found: Intents) -> Intents:
    match = re.search(
        rf"(?<![a-z0-9.,])(?P<amount>nua|{_NUMBER})\s*(?P<unit>{'|'.join((*_GRAMS, *_MILLILITRES))})(?![a-z0-9])",
        _folded(found),
    )
    if not match:
        return found
    amount = 0.5 if match["amount"] == "nua" else _plain_number(match["amount"])
    by_weight = match["unit"] in _GRAMS
    size = round(amount * (_GRAMS.get(match["unit"]) or _MILLILITRES[match["unit"]]))
    if not 0 < size < 10**6:
        return found
    content = f"{size}{'g' if by_weight else 'ml'}"
    # Goods by the kilogram or litre can be bought in any amount, but a pack of that size comes first.
    clause = AnyOf((Match("contents", content, 16), Match("contents", "kg" if by_weight else "l", 4)))
    return _said(_with_group(_cut(found, match), Group(clause=clause)), ("content", content))


def _gift(found: Intents) -> Intents:
    wish = (
        r"qua bieu|qua tang|hop qua|set qua|gio qua|bo qua|bieu tang|lam qua|qua cap|gifts?(?: sets?| box(?:es)?)?|qua"
    )
    tet = re.search(rf"(?<![a-z0-9])(?:{wish}|bieu|tang|do|hang)\s+tet(?![a-z0-9])", _folded(found))
    match = tet or re.search(rf"(?<![a-z0-9])(?:{wish.removesuffix('|qua')})(?![a-z0-9])", _folded(found))
    if not match:
        return found
    clauses = [Match("gift", "1", 30)]
    if tet:
        clauses.append(Match("gift", "tet", 12))
    said = (("gift_set", "1"), ("season", "1,2")) if tet else (("gift_set", "1"),)
    return _said(_with_group(_cut(found, match), Group(clause=AnyOf(tuple(clauses)))), *said)


def _in_season(found: Intents) -> Intents:
    match = re.search(
        r"(?<![a-z0-9])(?:dang mua|dang vao mua|dung mua|trong mua|mua nay|vao vu|in season)(?![a-z0-9])",
        _folded(found),
    )
    if not match:
        return found
    typed = _slice(found, match)
    # "đang mùa" is in season, "đang mua" is buying; without any mark it is the season.
    if not typed.isascii() and "mùa" not in typed and "vụ" not in typed:
        return found
    return _understood(_cut(found, match), in_season=True)


def _in_stock(found: Intents) -> Intents:
    match = re.search(r"(?<![a-z0-9])(?:con hang|co san|san hang|in stock)(?![a-z0-9])", _folded(found))
    return _understood(_cut(found, match), in_stock=True) if match else found


def _order(found: Intents) -> Intents:
    for pattern, sort in (
        (r"(?:gia )?re nhat|gia tang dan|cheapest", Sort.PRICE_LOW),
        (r"dat nhat|gia giam dan", Sort.PRICE_HIGH),
        (r"moi nhat|hang moi ve|newest", Sort.NEWEST),
        (r"ban chay(?: nhat)?|best ?sell(?:er|ing)s?", Sort.BESTSELLING),
        (r"danh gia cao(?: nhat)?|top rated", Sort.RATING),
    ):
        match = re.search(rf"(?<![a-z0-9])(?:{pattern})(?![a-z0-9])", _folded(found))
        if match:
            cut = replace(_cut(found, match), filters=found.filters | {"sort": sort})
            return _said(cut, ("sort", sort.value))
    return found


def _near(found: Intents) -> Intents:
    match = re.search(r"(?<![a-z0-9])(?:o )?(?:gan|quanh|near|around)\s+(?P<place>[a-z0-9 ]+)$", _folded(found))
    if not match:
        return found
    place = match["place"].split()
    for length in range(min(len(place), 4), 0, -1):
        code = _commune_code(" ".join(place[:length]))
        if code:
            rest = replace(found, text=found.text[: match.start()] + " " + " ".join(place[length:]))
            cut = replace(rest, filters=found.filters | {"near": code, "sort": Sort.NEAR})
            return _said(cut, ("near", code))
    if place[0] in ("day", "toi", "nha", "me", "here"):
        return replace(found, text=found.text[: match.start()])
    return found


_RULES: tuple[Rule, ...] = (
    _ocop,
    _pack_size,
    _price_range,
    _price_max,
    _price_min,
    _price_about,
    _price_bare,
    _gift,
    _in_season,
    _in_stock,
    _order,
    _near,
)


# ----------------------------------------------------------------------------------------------------------------------


def _one_price(found: Intents, words: str, changes: Callable[[int], dict[str, int]]) -> Intents:
    match = re.search(rf"(?<![a-z0-9]){words}\s*{_money('at')}(?: tro (?:xuong|len|lai))?", _folded(found))
    if not match:
        return found
    dong = _dong(match["at"], match["at_unit"])
    return _understood(_cut(found, match), **changes(dong)) if dong else found


def _money(name: str) -> str:
    return rf"(?P<{name}>{_NUMBER})\s*(?P<{name}_unit>{_CURRENCY})?(?![a-z0-9])"


def _dong(number: str, unit: str | None) -> int:
    """0 for what is no price: a small number without a unit."""
    value = _plain_number(number)
    dong = round(value * _UNITS.get(unit or "", 1))
    return dong if _LOWEST_BARE_PRICE <= dong < 10**10 else 0


def _plain_number(number: str) -> float:
    """`1.500` and `1,500` are thousands, `1,5` and `1.5` are decimals."""
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", number):
        return float(re.sub(r"[.,]", "", number))
    return float(number.replace(",", "."))


def _commune_code(name: str) -> str:
    """A commune of today by its name, or the one that an old commune or a district's seat went into."""
    wanted = without_type(name)
    found = places.find_candidates(wanted)
    return found[0].code if found else ""


def _folded(found: Intents) -> str:
    """Letter by letter, so that a place in it is the same place in the text."""
    return "".join(fold(letter) or letter for letter in found.text)


def _slice(found: Intents, match: re.Match[str]) -> str:
    return found.text[match.start() : match.end()]


def _cut(found: Intents, match: re.Match[str]) -> Intents:
    return replace(found, text=f"{found.text[: match.start()]} {found.text[match.end() :]}")


def _understood(found: Intents, **changes: object) -> Intents:
    filters = found.filters | changes
    said = tuple((name, "1" if value is True else str(value)) for name, value in changes.items())
    return _said(replace(found, filters=filters), *said)


def _said(found: Intents, *said: tuple[str, str]) -> Intents:
    return replace(found, understood=(*found.understood, *said))


def _with_group(found: Intents, group: Group) -> Intents:
    return replace(found, groups=(*found.groups, group))
