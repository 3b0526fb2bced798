"""Invented reviews: who, how many stars, what they say. Most people are content and say little."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from marketplace.demo.cast import Person
from marketplace.demo.goods import Goods, goods
from marketplace.demo.words import bank

_SHOPPERS = 260
_FAMILY_NAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý")
_WOMEN = ("Hà", "Linh", "Trang", "Ngọc", "Hương", "Thảo", "Quyên", "Dung", "Hằng", "Vy", "Nhàn", "Lệ", "Châm", "Uyên")
_MEN = ("Nam", "Tuấn", "Long", "Hiếu", "Phong", "Việt", "Đạt", "Huy", "Tùng", "Bình", "Khoa", "Thịnh", "An", "Lộc")
_STARS = (5, 4, 3, 2, 1)
_WEIGHTS = (58, 28, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class Review:
    code: str
    goods: Goods
    shopper: Person
    score: int
    title: str
    body: str
    days_ago: int


@cache
def shoppers() -> tuple[Person, ...]:
    rng = random.Random("shoppers")
    return tuple(_shopper(rng, number) for number in range(1, _SHOPPERS + 1))


def _shopper(rng: random.Random, number: int) -> Person:
    is_woman = rng.random() < 0.6
    middle = "Thị" if is_woman else rng.choice(("Văn", "Minh", "Quốc", "Hữu"))
    given = rng.choice(_WOMEN if is_woman else _MEN)
    return Person(f"shopper{number}", f"{rng.choice(_FAMILY_NAMES)} {middle}", given, f"0912 002 {number:03d}")


def popularity(plan: Goods) -> int:
    """How many people have bought it, out of a hundred: the sourced names are what most come for."""
    rng = random.Random(f"popularity {plan.number}")
    if plan.is_plain:
        return rng.randint(45, 100)
    return int(60 * rng.random() ** 3)


@cache
def scores() -> dict[str, list[int]]:
    """The stars of every product by its code."""
    given: dict[str, list[int]] = defaultdict(list)
    for review in reviews():
        given[review.goods.code].append(review.score)
    return given


def reviews() -> Iterator[Review]:
    for plan in goods():
        rng = random.Random(f"reviews {plan.number}")
        count = min(14, round(popularity(plan) / 9 * rng.uniform(0.4, 1.4)))
        # Good makers stay good: one bias a product.
        luck = rng.uniform(-0.6, 0.8)
        said: set[str] = set()
        for index, shopper in enumerate(rng.sample(shoppers(), count), start=1):
            yield _review(plan, shopper, index, luck, rng, said)


def _review(plan: Goods, shopper: Person, index: int, luck: float, rng: random.Random, said: set[str]) -> Review:
    weights = [
        max(1.0, weight * (1 + luck if stars == 5 else 1)) for stars, weight in zip(_STARS, _WEIGHTS, strict=True)
    ]
    score = rng.choices(_STARS, weights)[0]
    words = bank("reviews")
    bodies = [body for body in words["bodies"][str(score)] if body not in said] or words["bodies"][str(score)]
    body = rng.choice(bodies)
    said.add(body)
    more = [text for text in words["more"].get(plan.family.key, []) if text not in said]
    if more and score >= 4 and rng.random() < 0.6:
        extra = rng.choice(more)
        said.add(extra)
        body = f"{extra} {body}"
    return Review(
        code=f"RV{plan.number:06d}-{index}",
        goods=plan,
        shopper=shopper,
        score=score,
        title=rng.choice(words["titles"][str(score)]),
        body=body,
        days_ago=rng.randint(2, 330),
    )
