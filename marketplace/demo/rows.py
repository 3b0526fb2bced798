"""The 199 sourced kinds of goods (data/products.csv) read into values; data/README.md says where they come from."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from catalog.models import ContentUnit, SaleUnit
from marketplace.kernel import places, times
from marketplace.kernel.money import Dong

DATA = Path(__file__).parent / "data"

_UNITS = {
    "kg": SaleUnit.KG,
    "gói": SaleUnit.PACK,
    "túi": SaleUnit.BAG,
    "hộp": SaleUnit.BOX,
    "lạng": SaleUnit.BOX,
    "hũ": SaleUnit.JAR,
    "lọ": SaleUnit.JAR,
    "chai": SaleUnit.BOTTLE,
    "lít": SaleUnit.LITRE,
    "con": SaleUnit.ANIMAL,
    "chiếc": SaleUnit.PIECE,
    "quả": SaleUnit.FRUIT,
    "chục": SaleUnit.DOZEN,
    "mớ": SaleUnit.BUNCH,
    "vỉ": SaleUnit.TRAY,
    "bầu": SaleUnit.PLANT,
    "vé": SaleUnit.TICKET,
    "đêm": SaleUnit.NIGHT,
    "nải": SaleUnit.HAND,
    "ống": SaleUnit.TUBE,
    "tấm": SaleUnit.SHEET,
    "cành": SaleUnit.BRANCH,
    "bìa": SaleUnit.BLOCK,
}
_FIXED_CONTENT = {
    "kg": (1000, ContentUnit.GRAM),
    "lạng": (100, ContentUnit.GRAM),
    "lít": (1000, ContentUnit.MILLILITRE),
    "chục": (10, ContentUnit.COUNT),
}
_CONTENT = re.compile(r"^(?P<name>\S+)(?: (?P<amount>\d+) ?(?P<unit>kg|g|ml|l|quả|túi))?$")
_CODE = re.compile(r"\((\d{5})\)")
_FORMER = re.compile(r"\[trước 7/2025: ([^,\]]+), ([^\]]+)\]")
_STARS_YEAR = re.compile(r"OCOP \d sao \(?(\d{4})")


@dataclass(frozen=True, slots=True)
class Measure:
    """In what goods are sold: the unit and how much is in one."""

    unit: SaleUnit
    amount: int | None = None
    content: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of goods. Prices are for one sale unit of `measure`."""

    number: int
    title: str
    title_en: str
    category: tuple[str, ...]
    measure: Measure
    price_min: Dong
    price_max: Dong
    season_months: int
    stars: int | None
    # Communes where it is made; empty where the source names only a district or the whole province.
    commune: str
    former_commune: str
    # Former districts, "" for the whole province.
    districts: tuple[str, ...]
    maker: str
    synonyms: str
    certificates: str

    @property
    def stars_year(self) -> int | None:
        found = _STARS_YEAR.search(self.certificates)
        return int(found.group(1)) if found else None


class UnknownUnit(ValueError):
    pass


def parse_measure(text: str) -> Measure:
    """`hộp 200g`, `kg`, `vỉ 10 quả` or `lạng`; raises UnknownUnit."""
    found = _CONTENT.match(text.strip())
    if not found or found["name"] not in _UNITS:
        raise UnknownUnit(text)
    unit = _UNITS[found["name"]]
    if found["amount"] is None:
        amount, content = _FIXED_CONTENT.get(found["name"], (None, ""))
        return Measure(unit, amount, content)
    number = int(found["amount"])
    match found["unit"]:
        case "kg":
            return Measure(unit, number * 1000, ContentUnit.GRAM)
        case "g":
            return Measure(unit, number, ContentUnit.GRAM)
        case "l":
            return Measure(unit, number * 1000, ContentUnit.MILLILITRE)
        case "ml":
            return Measure(unit, number, ContentUnit.MILLILITRE)
        case _:
            return Measure(unit, number, ContentUnit.COUNT)


def parse_season(text: str) -> int:
    """`all` or `11;12;1` as twelve bits."""
    if text == "all":
        return times.ALL_YEAR
    mask = 0
    for month in text.split(";"):
        mask |= times.month_bit(int(month))
    return mask


@cache
def rows() -> tuple[Row, ...]:
    with (DATA / "products.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_row(number, record) for number, record in enumerate(csv.DictReader(file), start=1))


@dataclass(frozen=True, slots=True)
class CategoryRow:
    path: tuple[str, ...]
    path_en: tuple[str, ...]
    ocop_group: str


@cache
def categories() -> tuple[CategoryRow, ...]:
    """Parents before their children."""
    with (DATA / "categories.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            CategoryRow(_path(record["path_vi"]), _path(record["path_en"]), record["ocop_group"])
            for record in csv.DictReader(file)
        )


def _row(number: int, record: dict[str, str]) -> Row:
    code = _CODE.search(record["area"])
    former = _FORMER.search(record["area"])
    area, _, maker = record["area"].partition(" – ")
    return Row(
        number=number,
        title=record["name_vi"],
        title_en=record["name_en"],
        category=_path(record["category_path_vi"]),
        measure=parse_measure(record["unit"]),
        price_min=int(record["price_min_vnd"]),
        price_max=int(record["price_max_vnd"]),
        season_months=parse_season(record["season_months"]),
        stars=int(record["ocop_stars"]) if record["ocop_stars"] else None,
        commune=code.group(1) if code else "",
        former_commune=former.group(1) if former else "",
        districts=_districts(area, code.group(1) if code else "", former.group(2) if former else ""),
        maker=maker.replace("Cty CP", "Công ty cổ phần").replace("Cty", "Công ty"),
        synonyms=record["synonyms"],
        certificates=record["certificates"],
    )


# The eight districts and the town of what was Bắc Kạn until July 2025.
BAC_KAN = ("Bắc Kạn", "Ba Bể", "Bạch Thông", "Chợ Đồn", "Chợ Mới", "Na Rì", "Ngân Sơn", "Pác Nặm")


def _districts(area: str, code: str, former_district: str) -> tuple[str, ...]:
    if former_district:
        return (former_district.split(" ", 1)[1].removeprefix("phố ").removeprefix("xã "),)
    if code:
        return places.get_commune(code).former_districts
    if area == "Bắc Kạn (cũ)":
        return BAC_KAN
    names = area.removesuffix(" (cũ)")
    return () if names == "Toàn tỉnh" else tuple(name.removeprefix("TP ").strip() for name in names.split(","))


def _path(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(" > "))
