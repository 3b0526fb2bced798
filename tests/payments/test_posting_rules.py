from __future__ import annotations

import inspect
import re
from pathlib import Path

from payments.domain import posting_rules
from payments.domain.posting_rules import PartMoney
from payments.models import AccountCode, EntryEvent

_TEXT = (Path(__file__).parents[2] / "docs" / "money.md").read_text(encoding="utf-8")
_PART = PartMoney(seller_id=1, goods=500_000, delivery=30_000, commission=25_000, vat=5_000, pit=2_500)
# An amount for every parameter that a rule may ask for.
_GIVEN = {
    "method": "bank_transfer",
    "purpose": "ORDER",
    "seller_id": 1,
    "amount": 100_000,
    "received": 90_000,
    "due": 100_000,
    "from_suspense": 30_000,
    "money": _PART,
}
_MEANS = {"MONEY": "BANK", "HELD": "ORDERS_HELD"}


def _rows(heading: str) -> list[list[str]]:
    section = _TEXT.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def _accounts(cell: str) -> set[str]:
    return {_MEANS.get(word, word) for word in re.findall(r"[A-Z_]{4,}", cell)}


def _rules() -> dict[str, object]:
    return {
        name: rule
        for name, rule in vars(posting_rules).items()
        if inspect.isfunction(rule) and rule.__module__ == posting_rules.__name__
    }


class TestDocument:
    def test_table_of_posting_rules_is_what_the_functions_post(self) -> None:
        rows = [row for row in _rows("Posting rules") if "ledger.reverse" not in row[1]]
        for _, rule, debits, credits in rows:
            function = _rules()[rule.strip("`")]
            legs = function(**{name: _GIVEN[name] for name in inspect.signature(function).parameters})

            assert {str(leg.account) for leg in legs if leg.amount > 0} == _accounts(debits), rule
            assert {str(leg.account) for leg in legs if leg.amount < 0} == _accounts(credits), rule
            assert sum(leg.amount for leg in legs) == 0

        assert {row[1].strip("`") for row in rows} == set(_rules())

    def test_every_event_has_a_row(self) -> None:
        assert {row[0].strip("`") for row in _rows("Posting rules")} == set(EntryEvent.values)

    def test_every_account_has_a_row(self) -> None:
        assert [row[0].strip("`") for row in _rows("Chart of accounts")] == AccountCode.values


class TestPartMoney:
    def test_shares_of_any_amounts_add_up(self) -> None:
        for goods in (0, 1, 99, 123_457):
            for delivery in (0, 30_000):
                money = PartMoney(seller_id=1, goods=goods, delivery=delivery, commission=goods // 7, vat=1, pit=0)

                legs = posting_rules.part_released(money)

                assert sum(leg.amount for leg in legs) == 0
