"""The 92 communes and wards of Thái Nguyên since 1 July 2025, and what the old ones became.

Source: data/wards_*.csv, from thanglequoc/vietnamese-provinces-database (MIT) and Resolution 1683/NQ-UBTVQH15.
Codes are five digits with leading zeros, so they are strings.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from marketplace.kernel.text import fold

_DATA = Path(__file__).parent / "data"
PROVINCE_CODE = "19"
# Which edition of the administrative codes an address was written with.
CODES_VERSION = "2025-07-01"


@dataclass(frozen=True, slots=True)
class Commune:
    code: str
    name: str
    short_name: str
    name_en: str
    slug: str
    latitude: float
    longitude: float
    # The districts that it was formed from; there are none any more, but people still search by them.
    former_districts: tuple[str, ...]

    @property
    def is_ward(self) -> bool:
        return self.name.startswith("Phường")


@dataclass(frozen=True, slots=True)
class FormerCommune:
    """A commune as it was until 30 June 2025, and the one it went into (several rows where it was split)."""

    code: str
    name: str
    district: str
    province: str
    new_code: str
    is_split: bool


@cache
def communes() -> dict[str, Commune]:
    """By code, in the order of the codes."""
    districts: dict[str, dict[str, None]] = defaultdict(dict)
    for former in former_communes():
        districts[former.new_code][_without_type(former.district)] = None
    return {
        row["code"]: Commune(
            code=row["code"],
            name=row["name"],
            short_name=row["short_name"],
            name_en=row["name_en"],
            slug=row["slug"],
            latitude=float(row["lat"]),
            longitude=float(row["lon"]),
            former_districts=tuple(districts[row["code"]]),
        )
        for row in _rows("wards_thai_nguyen_2025.csv")
    }


@cache
def former_communes() -> tuple[FormerCommune, ...]:
    return tuple(
        FormerCommune(
            code=row["old_code"],
            name=row["old_ward"],
            district=row["old_district"],
            province=row["old_province"],
            new_code=row["new_code"],
            is_split=row["is_split"] == "1",
        )
        for row in _rows("wards_old_to_new.csv")
    )


@cache
def provinces() -> dict[str, str]:
    """The names of the 34 provinces and cities since 1 July 2025 by their codes (QĐ 19/2025/QĐ-TTg)."""
    return {row["code"]: row["name"] for row in _rows("provinces_2025.csv")}


def get_commune(code: str) -> Commune:
    """Raises KeyError for a code that is not one of the 92."""
    return communes()[code]


def find_candidates(commune: str, district: str = "") -> list[Commune]:
    """Today's communes that a name may mean: its own name first, then what an old commune of that name became.

    Names are compared folded and without their type ("xã", "phường", "thị trấn"). A district narrows the old ones.
    """
    names, old_districts = _readings(commune), _readings(district)
    found: dict[str, Commune] = {}
    if not district:
        found.update((c.code, c) for c in communes().values() if fold(c.short_name) in names)
    for former in former_communes():
        is_there = not district or fold(_without_type(former.district)) in old_districts
        if is_there and fold(_without_type(former.name)) in names:
            found.setdefault(former.new_code, communes()[former.new_code])
    return list(found.values())


_KINDS = (
    *("thành phố", "thị trấn", "thị xã", "phường", "huyện", "quận", "xã"),
    *("tp.", "tp", "tx.", "p.", "x.", "h."),
)


def _without_type(name: str) -> str:
    for kind in _KINDS:
        if name.casefold().startswith(kind + " "):
            return name[len(kind) + 1 :].strip()
    return name.strip()


def _readings(typed: str) -> set[str]:
    """Folded, what a typed name may mean: "quan trieu" is Quan Triều, and could be a district (quận) Triều."""
    whole = fold(typed)
    shorter = {whole.removeprefix(fold(kind) + " ") for kind in _KINDS}
    return {fold(_without_type(typed)), *({whole} | shorter)}


def _rows(filename: str) -> Iterator[dict[str, str]]:
    with (_DATA / filename).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
