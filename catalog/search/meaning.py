"""What the words of a query mean, before any engine is asked.

`understanding` makes it, `ranking` turns it into clauses.
"""

from __future__ import annotations

from dataclasses import dataclass

from catalog.search.clauses import Clause


@dataclass(frozen=True, slots=True)
class Word:
    folded: str
    # As it was written, when that form is a word of the catalogue; then only this form matches unless `is_loose`.
    exact: str = ""
    is_loose: bool = True


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to read a part of the query; its words must all be there. `weight` is a percentage of the full score."""

    words: tuple[Word, ...]
    weight: int = 100
    # How it is written for people when it corrects what was typed: "cương".
    written: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the query; one of its alternatives, or the clause, must match unless it is optional."""

    alternatives: tuple[Alternative, ...] = ()
    clause: Clause | None = None
    is_optional: bool = False
    # Praise that is asked for first and given up when nothing has it.
    is_soft: bool = False
    # Typed with marks that no word of the catalogue has.
    is_mistoned: bool = False
    # Which thought of the query it belongs to.
    clause_number: int = 0
    # As typed, when the alternatives are corrections of it.
    corrects: str = ""

    @property
    def is_unknown(self) -> bool:
        return not self.alternatives and self.clause is None


@dataclass(frozen=True, slots=True)
class Meaning:
    groups: tuple[Group, ...] = ()
    # Changes to the query, by name of its field, and how they are said to people.
    filters: tuple[tuple[str, object], ...] = ()
    understood: tuple[tuple[str, str], ...] = ()
    # Paths of categories whose very name was typed.
    categories: tuple[str, ...] = ()
    # One of the groups need not match; the first, which names the thing, must.
    may_miss_one: bool = False
    # Two of the words must stand beside each other: nothing else speaks for this reading.
    needs_neighbours: bool = False
    # Something was typed that can be asked for.
    is_about_something: bool = True
