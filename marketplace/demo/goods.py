"""What the invented sellers offer: the sourced kinds of goods × maker × grade × pack, always the same.

Every sourced name stands once as it is (the plain offer); the others add a grade or the maker to it.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from catalog.domain import units
from catalog.models import ContentUnit, SaleUnit, Storage
from marketplace.demo.families import Family, Grade, family_of
from marketplace.demo.rows import Measure, Row, rows
from marketplace.demo.shops import Shop, shops
from marketplace.kernel import text
from marketplace.kernel.money import Dong, divide_half_up
from sellers.models import SellerKind

# Names of single makers: their goods are offered once, under their own name.
_BRANDS = (
    "Hảo Đạt", "Hương Quê", "Thịnh An", "Đạt Phát", "Minh Đức", "Sơn Dung", "Ngũ trà", "Trung du trà", "Bảo Ngọc",
    "Nhất Tâm", "Đinh Đinh", "Dương Trà", "Nguyên Việt", "Trà Hích", "Minh Đeng", "BKQ", "TN GABA", "Ngọc Thắng",
    "Hà Diệp", "Minh Anh", "Việt Cường", "Tài Hoan", "Nhất Thiện", "MTQ", "Phú Gia", "Dung Dinh", "Tám Cương",
    "Vân Thông", "Tân Phú", "Phúc Thành", "Ong Vàng", "Đồng Liên", "Kim Ngân", "Vi-cumax", "Vicumax", "Trịnh Năng",
    "Thanh Tâm", "Asuka", "Dakimo", "Tân Dân", "Mạnh Minh", "Nem ngựa núi", "Thái Hải",
)  # fmt: skip
# Other orders of the same words, as sellers write them.
_OTHER_NAMES = {
    "Chè Tân Cương móc câu": ("Chè móc câu Tân Cương", "Trà móc câu Tân Cương"),
    "Chè Tân Cương nõn tôm": ("Chè nõn tôm Tân Cương", "Trà nõn tôm Tân Cương"),
    "Chè nõn tôm La Bằng": ("Trà nõn tôm La Bằng",),
    "Chè La Bằng": ("Chè móc câu La Bằng", "Trà La Bằng"),
    "Chè Trại Cài": ("Chè móc câu Trại Cài", "Trà Trại Cài"),
    "Chè Khe Cốc": ("Chè móc câu Khe Cốc", "Trà Khe Cốc"),
    "Chè nõn loại 1": ("Chè nõn Sông Công", "Chè nõn tôm Sông Công"),
    "Chè búp khô Trung du loại 1": ("Chè trung du búp khô", "Chè búp khô trung du cổ"),
    "Chè búp khô giống cành loại 1": ("Chè cành búp khô", "Chè lai búp khô"),
    "Gà đồi Phú Bình (sống)": ("Gà đồi Phú Bình", "Gà ta thả đồi Phú Bình"),
    "Chè xanh Thái Nguyên loại thường": ("Chè xanh Thái Nguyên", "Chè mạn Thái Nguyên"),
    "Lạp sườn hun khói Bắc Kạn": ("Lạp sườn Bắc Kạn", "Lạp sườn gác bếp Bắc Kạn"),
    "Mật ong hoa rừng Thần Sa": ("Mật ong rừng Thần Sa", "Mật ong hoa rừng Võ Nhai"),
    "Miến dong Na Rì Côn Minh": ("Miến dong Côn Minh", "Miến dong Na Rì"),
    "Gạo nếp vải Phú Lương": ("Nếp vải Phú Lương",),
    "Na La Hiên": ("Na dai La Hiên", "Na La Hiên Võ Nhai"),
    "Bưởi Tràng Xá": ("Bưởi Diễn Tràng Xá",),
}
# The cast sells the best known goods.
_PINNED = {"Chè Tân Cương móc câu": 1, "Chè Tân Cương nõn tôm": 2, "Mật ong hoa rừng Thần Sa": 3}
_DRY_IN_KILOGRAMS = {
    "tea", "shan_tea", "rice", "beans", "noodles", "mushroom", "dried_fruit", "cured", "turmeric", "herbs", "bamboo",
    "starch",
}  # fmt: skip
_FRESH_WORDS = ("tươi", "ngô nếp", "khoai", "măng đắng", "măng vầu")
_TODAY_STOCK = (3, 5, 8, 12, 20, 35, 50, 80, 120, 200)


@dataclass(frozen=True, slots=True)
class Pack:
    """One thing that goes into a basket; the price is for one step."""

    code: str
    measure: Measure
    step_thousandths: int
    price: Dong
    stock: int


@dataclass(frozen=True, slots=True)
class Goods:
    number: int
    title: str
    row: Row
    family: Family
    shop: Shop
    grade: Grade
    packs: tuple[Pack, ...]
    # The offer that bears the sourced name itself.
    is_plain: bool

    @property
    def code(self) -> str:
        return f"XT{self.number:06d}"

    @property
    def slug(self) -> str:
        return text.slugify(self.title)

    @property
    def is_branded(self) -> bool:
        return is_branded(self.row)

    @property
    def is_fresh(self) -> bool:
        return self.shelf_life_days <= 30

    @property
    def origin(self) -> str:
        return self.row.commune or self.shop.commune

    @property
    def district(self) -> str:
        return self.row.districts[0] if self.row.commune else self.shop.district

    @property
    def producer(self) -> str:
        if self.is_branded:
            return self.row.maker or next((brand for brand in _BRANDS if brand in self.row.title), self.shop.name)
        if self.shop.kind == SellerKind.HOUSEHOLD:
            return f"Hộ {self.shop.owner.last_name} {self.shop.owner.first_name}"
        return self.shop.name

    @property
    def shelf_life_days(self) -> int:
        if "khô" in self.row.title and self.family.key in ("bamboo", "fish"):
            return 365
        if self.family.key in ("bamboo", "mushroom") and self.packs[0].measure.unit == SaleUnit.KG:
            return 7
        if "Măng ớt" in self.row.title:
            return 365
        return self.family.shelf_life_days

    @property
    def storage(self) -> Storage:
        if "(sống)" in self.row.title or (self.packs[0].measure.unit == SaleUnit.ANIMAL and "sạch" not in self.title):
            return Storage.LIVE if self.family.key == "poultry" else self.family.storage
        if self.family.key == "bamboo" and self.shelf_life_days > 30:
            return Storage.AMBIENT
        if self.family.key == "mushroom" and self.shelf_life_days <= 30:
            return Storage.CHILLED
        return self.family.storage

    @property
    def needs_cold(self) -> bool:
        return self.family.needs_cold and self.storage != Storage.LIVE and self.shelf_life_days <= 60

    @property
    def is_billed_by_weight(self) -> bool:
        return self.packs[0].measure.unit in (SaleUnit.KG, SaleUnit.ANIMAL) and (
            self.family.is_billed_by_weight or "Cá chép" in self.row.title
        )

    @property
    def is_age_restricted(self) -> bool:
        return self.family.key == "spirits"

    @property
    def is_gift_set(self) -> bool:
        return "quà biếu" in self.title or "Bộ trà" in self.title


def is_branded(row: Row) -> bool:
    return bool(row.stars) or bool(row.maker) or any(brand in row.title for brand in _BRANDS)


@cache
def goods() -> tuple[Goods, ...]:
    """The whole demo catalogue, in a fixed order: first every sourced name as it is, then the other offers."""
    return tuple(_number(_offers()))


def _number(offers: Iterator[tuple[str, Row, Family, Shop, Grade, bool]]) -> Iterator[Goods]:
    for number, (title, row, family, shop, grade, is_plain) in enumerate(offers, start=1):
        plan = Goods(number, title, row, family, shop, grade, (), is_plain)
        yield replace(plan, title=_with_pack(title, plan), packs=_packs(plan))


def _offers() -> Iterator[tuple[str, Row, Family, Shop, Grade, bool]]:
    load: Counter[int] = Counter()
    titles = {row.title for row in rows()}
    for row in rows():
        family = family_of(row)
        shop = _pick(row, family, load, turn=0)
        yield row.title, row, family, shop, Grade("", 55), True
    for turn in range(1, 16):
        for row in rows():
            family = family_of(row)
            grades = [grade for grade in family.grades if grade.suits(row)]
            if is_branded(row) or turn >= family.offers or not grades:
                continue
            grade = grades[(turn - 1 + row.number) % len(grades)]
            shop = _pick(row, family, load, turn)
            title = _title(row, grade, shop, turn, titles)
            titles.add(title)
            yield title, row, family, shop, grade, False


def _pick(row: Row, family: Family, load: Counter[int], turn: int) -> Shop:
    """A seller of the place who has such goods, those with little on their shelves first."""
    near = [shop for shop in shops() if not row.districts or shop.district in row.districts]
    fitting = [shop for shop in near if family.key in shop.families] or near
    if is_branded(row):
        fitting = [shop for shop in fitting if shop.kind != SellerKind.HOUSEHOLD] or fitting
    if turn == 0 and row.title in _PINNED:
        fitting = [shop for shop in fitting if shop.number == _PINNED[row.title]]
    salt = random.Random(f"pick {row.number} {turn}")
    chosen = min(
        fitting, key=lambda shop: (load[shop.number] + (0 if shop.commune == row.commune else 4), salt.random())
    )
    load[chosen.number] += 1
    return chosen


def _title(row: Row, grade: Grade, shop: Shop, turn: int, taken: set[str]) -> str:
    stems = (*_OTHER_NAMES.get(row.title, ()), _stem(row.title))
    stem = stems[turn % len(stems)]
    clumsy = "nhà" in grade.words and shop.brand.startswith("nhà")
    graded = [] if clumsy else [f"{stem} {grade.words}"]
    plain = [*graded, f"{stem} {shop.brand}", *(f"{title} {shop.brand}" for title in graded)]
    last = [f"{stem} {shop.brand} xóm {shop.hamlet}", f"{stem} {grade.words} {shop.brand} xóm {shop.hamlet}"]
    return next(title for title in (*plain[turn % 2 :], *plain[: turn % 2], *last) if title not in taken)


def _stem(title: str) -> str:
    for ending in (" loại 1", " loại thường", " (sống)"):
        title = title.removesuffix(ending)
    return title


def _with_pack(title: str, plan: Goods) -> str:
    """Single packs say so in the title: `…, gói 500 g`; the sourced names stay as they are."""
    measures = _measures(plan)
    if plan.is_plain or len(measures) > 1 or not measures[0].amount:
        return title
    one = measures[0]
    label = units.pack_label(sale_unit=one.unit, content_amount=one.amount, content_unit=one.content)
    return title if one.unit in (SaleUnit.KG, SaleUnit.ANIMAL, SaleUnit.DOZEN) else f"{title}, {label}"


def _measures(plan: Goods) -> tuple[Measure, ...]:
    row, rng = plan.row, random.Random(f"packs {plan.number}")
    if plan.is_branded or not _comes_in_packs(row, plan.family):
        return (_with_weight(row.measure, plan, rng),)
    choices = _pack_choices(row, plan.family)
    if plan.is_plain:
        return choices
    if rng.random() < 0.5:
        return (rng.choice(choices),)
    return tuple(sorted(rng.sample(choices, min(2, len(choices))), key=lambda measure: measure.amount or 0))


def _comes_in_packs(row: Row, family: Family) -> bool:
    if row.measure.unit == SaleUnit.KG:
        fresh = any(word in row.title.casefold() for word in _FRESH_WORDS)
        return family.key in _DRY_IN_KILOGRAMS and not fresh
    return bool(family.packs) and row.measure.content in (ContentUnit.GRAM, ContentUnit.MILLILITRE)


def _pack_choices(row: Row, family: Family) -> tuple[Measure, ...]:
    if row.measure.unit in (SaleUnit.KG, SaleUnit.LITRE):
        if family.packs:
            return family.packs
        amounts = (200, 500) if family.key == "bamboo" else (500, 1000)
        return tuple(Measure(SaleUnit.PACK, amount, ContentUnit.GRAM) for amount in amounts)
    base = row.measure.amount or 0
    held = {base} | {pack.amount or 0 for pack in family.packs if base / 2 <= (pack.amount or 0) <= base * 2.5}
    return tuple(Measure(row.measure.unit, amount, row.measure.content) for amount in sorted(held))


def _with_weight(measure: Measure, plan: Goods, rng: random.Random) -> Measure:
    """An animal is sold as one but weighs something; the weight is an estimate until it is packed."""
    if measure.unit != SaleUnit.ANIMAL:
        return measure
    grams = 1200 if plan.family.key == "cured" else rng.choice((1500, 1600, 1700, 1800, 2000, 2200))
    return Measure(measure.unit, grams, ContentUnit.GRAM)


def _packs(plan: Goods) -> tuple[Pack, ...]:
    rng = random.Random(f"price {plan.number}")
    level = min(100, max(0, plan.grade.level + rng.randint(-9, 9)))
    measures = _measures(plan)
    return tuple(
        Pack(
            code=plan.code if len(measures) == 1 else f"{plan.code}-{index}",
            measure=measure,
            step_thousandths=_step(plan, measure),
            price=_price(plan.row, measure, _step(plan, measure), level, index, len(measures)),
            stock=rng.choice(_TODAY_STOCK) if rng.random() > 0.03 else 0,
        )
        for index, measure in enumerate(measures, start=1)
    )


def _step(plan: Goods, measure: Measure) -> int:
    if measure.unit != SaleUnit.KG:
        return 1000
    if plan.row.price_max >= 250_000:
        return 100
    return 200 if plan.row.price_max >= 100_000 else plan.family.step_thousandths


def _price(row: Row, measure: Measure, step: int, level: int, index: int, count: int) -> Dong:
    """Within the row's range for as much as the pack holds; the smallest pack costs a little more a gram."""
    factor = 100 + (4 if index == 1 else -3 if index == count else 0) * (count > 1)
    held, base = (measure.amount or 1) * step, (row.measure.amount or measure.amount or 1) * 1000
    if measure.unit == SaleUnit.ANIMAL:
        held, base = 1, 1
    low, high = (divide_half_up(price * held, base) for price in (row.price_min, row.price_max))
    wanted = divide_half_up((low * 100 + (high - low) * level) * factor, 10_000)
    return _tidy(min(high, max(low, wanted)), low, high)


def _tidy(price: Dong, low: Dong, high: Dong) -> Dong:
    """A price that a person would write: whole thousands, or hundreds where it is small."""
    for unit in (5000, 1000, 500, 100) if price >= 100_000 else (1000, 500, 100, 50, 10):
        rounded = divide_half_up(price, unit) * unit
        if low <= rounded <= high and abs(rounded - price) * 50 <= price:
            return rounded
    return price
