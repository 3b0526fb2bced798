"""Vietnamese banks by their six-digit BIN.

Source: data/bank_bins.csv, from vietnam-qr-pay (MIT) and the State Bank's list.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "bank_bins.csv"


@dataclass(frozen=True, slots=True)
class Bank:
    bin: str
    short_name: str
    name: str


@cache
def banks() -> dict[str, Bank]:
    with _DATA.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["bin"]]
    return {row["bin"]: Bank(row["bin"], row["short_name"], row["name_vi"]) for row in rows}


def find_bank(bin_code: str) -> Bank | None:
    return banks().get(bin_code)
