"""Places as people search for them: today's communes, the old communes and districts, the two former provinces."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from math import asin, cos, radians, sin, sqrt

from marketplace.kernel import places
from marketplace.kernel.text import slugify

_TYPE = re.compile(r"^(thành phố|thị trấn|thị xã|phường|huyện|tỉnh|xã|tp\.?|tx\.?)\s+", re.IGNORECASE)
_PROVINCE = "Thái Nguyên"


@dataclass(frozen=True, slots=True)
class PlaceWords:
    today: tuple[str, ...]
    former: tuple[str, ...]


@cache
def place_words(commune_code: str, former_district: str) -> PlaceWords:
    """Names under which goods of a commune are looked for."""
    commune = places.communes().get(commune_code)
    old = [former for former in places.former_communes() if commune and former.new_code == commune_code]
    provinces = {without_type(former.province) for former in old} | {_PROVINCE}
    today = (commune.short_name if commune else "", *_district_names(commune_code, former_district), *sorted(provinces))
    former = tuple(dict.fromkeys(without_type(former.name) for former in old))
    return PlaceWords(today=tuple(name for name in today if name), former=former)


@cache
def district_slugs(commune_code: str, former_district: str) -> tuple[str, ...]:
    known = district_names()
    slugs = (slugify(name) for name in _district_names(commune_code, former_district))
    return tuple(slug for slug in dict.fromkeys(slugs) if slug in known)


@cache
def district_names() -> dict[str, str]:
    """Former districts by their slug."""
    names = {name for commune in places.communes().values() for name in commune.former_districts}
    return {slugify(name): name for name in sorted(names)}


@cache
def communes_by_distance(code: str) -> tuple[str, ...]:
    """All commune codes, the nearest to `code` first (itself), by its coordinates; empty when it is unknown."""
    here = places.communes().get(code)
    if here is None:
        return ()
    there = places.communes().values()
    return tuple(c.code for c in sorted(there, key=lambda c: (c.code != code, kilometres(here, c), c.code)))


def kilometres(here: places.Commune, there: places.Commune) -> float:
    lat1, lon1, lat2, lon2 = map(radians, (here.latitude, here.longitude, there.latitude, there.longitude))
    chord = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * asin(sqrt(chord))


def without_type(name: str) -> str:
    return _TYPE.sub("", name.strip())


def _district_names(commune_code: str, former_district: str) -> tuple[str, ...]:
    """What the product says, else all that its commune was formed from."""
    if former_district:
        return tuple(without_type(name) for name in former_district.replace("(cũ)", "").split(",") if name.strip())
    commune = places.communes().get(commune_code)
    return commune.former_districts if commune else ()
