"""Vietnamese sentences about shops and goods, put together from the phrase banks in text/*.toml.

Neighbours in the catalogue start at different places of each bank, so no two of them read alike.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from marketplace.demo.goods import Goods
from marketplace.demo.shops import Shop
from marketplace.kernel import places

_FOLDER = Path(__file__).parent / "text"


def describe(goods: Goods) -> str:
    """Two or three short paragraphs: who makes it and what is special, how it is made and tastes, use and keeping."""
    family = bank("families")[_bank_key(goods)]
    first = [_filled(_turn(_openings(goods), goods.number), goods), *_kind(goods)]
    second = [*_grade(goods), _turn(family["making"], goods.number), _turn(family["taste"], goods.number // 2)]
    third = [_turn(family["use"], goods.number), _turn(family["keep"], goods.number // 3)]
    return "\n\n".join(" ".join(sentences) for sentences in (first, second, third))


def about_shop(shop: Shop) -> str:
    words = bank("shops")
    options = [*words[shop.kind.lower()], *words["any"]]
    goods = ", ".join(words["trades"][key] for key in shop.families[:3])
    opening = _turn(options, shop.number).format(
        name=shop.name,
        owner=_called(shop),
        hamlet=shop.hamlet,
        commune=_commune(shop.commune),
        goods=goods,
        years=max(2, shop.age_months // 6),
    )
    return f"{opening} {_turn(words['promise'], shop.number // 2)}"


# Some kinds are made otherwise than the rest of their family; words of the row's name, the first that fits wins.
_BANKS_OF_THEIR_OWN = (
    ("nếp", "rice", "sticky_rice"),
    ("Măng ớt", "bamboo", "pickled_bamboo"),
    ("khô", "bamboo", "dried_bamboo"),
    ("tươi", "mushroom", "fresh_mushroom"),
    ("Gừng", "vegetables", "root_spice"),
    ("Nghệ", "vegetables", "root_spice"),
    ("Phấn hoa", "honey", "pollen"),
    ("Viên", "turmeric", "pills"),
    ("urcum", "turmeric", "pills"),
    ("Tinh dầu", "herbs", "oil"),
    ("Cao ngựa", "herbs", "extract"),
    ("Hạt dẻ", "dried_fruit", "chestnut"),
    ("Đậu phụ", "ready", "tofu"),
    ("Bột dong", "starch", "starch_powder"),
    ("Bún", "noodles", "rice_noodles"),
    ("Phở", "noodles", "rice_noodles"),
    ("Mỳ", "noodles", "rice_noodles"),
    ("Lạp sườn", "cured", "sausage"),
    ("Giò", "cured", "pork_roll"),
    ("Nem", "cured", "nem"),
    ("Khâu nhục", "cured", "braised_pork"),
    ("ủ muối", "cured", "salted_chicken"),
    ("Cá chép", "fish", "fresh_fish"),
    ("Thổ cẩm", "crafts", "brocade"),
    ("Hạt dổi", "sauces", "doi"),
)


def _bank_key(goods: Goods) -> str:
    for words, family, bank in _BANKS_OF_THEIR_OWN:
        if family == goods.family.key and words in goods.row.title:
            return bank
    return goods.family.key


def _openings(goods: Goods) -> list[str]:
    words = bank("openings")
    return words["branded"] if goods.is_branded else words[goods.shop.kind.lower()]


def _kind(goods: Goods) -> list[str]:
    words = bank("kinds")
    found = max((key for key in words if key in goods.row.title), key=len, default="")
    return [_turn(words[found], goods.number)] if found else []


def _grade(goods: Goods) -> list[str]:
    sentences = bank("grades").get(goods.grade.words, []) if goods.grade.words in goods.title else []
    return [_turn(sentences, goods.number)] if sentences else []


def _filled(sentence: str, goods: Goods) -> str:
    name = goods.row.title.removesuffix(" (sống)")
    text = sentence.format(
        producer=goods.producer,
        owner=_called(goods.shop),
        hamlet=goods.shop.hamlet,
        commune=_commune(goods.origin if goods.is_branded else goods.shop.commune),
        name=name[0].lower() + name[1:],
    )
    return text[0].upper() + text[1:]


def _called(shop: Shop) -> str:
    """As neighbours say: `bà Thắm`, `ông Quang`, `chị Lan`."""
    is_woman = shop.owner.last_name.endswith("Thị")
    if shop.number % 3 == 0:
        return ("bà " if is_woman else "ông ") + shop.owner.first_name
    return ("chị " if is_woman else "anh ") + shop.owner.first_name


def _commune(code: str) -> str:
    name = places.get_commune(code).name
    return name[0].lower() + name[1:]


def _turn(options: list[str], number: int) -> str:
    return options[number % len(options)]


@cache
def bank(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
