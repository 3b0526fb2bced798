"""The few kinds of condition that both engines can carry out, with constant scores.

Scores are whole numbers that depend on the document alone, never on the rest of the index: the same words give the
same order in both engines, and a page that follows a cursor is not moved by what others write.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Match:
    field: str
    value: str
    score: int = 0


@dataclass(frozen=True, slots=True)
class Prefix:
    """A word of the field begins with the value."""

    field: str
    value: str
    score: int = 0


@dataclass(frozen=True, slots=True)
class Phrase:
    field: str
    values: tuple[str, ...]
    score: int = 0


@dataclass(frozen=True, slots=True)
class OneOf:
    """A value of the field is among these; without a score it only filters."""

    field: str
    values: tuple[str | int, ...]
    score: int = 0


@dataclass(frozen=True, slots=True)
class Between:
    field: str
    low: int | None = None
    high: int | None = None
    score: int = 0


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one must hold; the best score counts."""

    parts: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part must hold; `bonus` need not, and adds."""

    parts: tuple[Clause, ...]
    bonus: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Unscored:
    """The part must hold and adds nothing."""

    part: Clause


Clause = Match | Prefix | Phrase | OneOf | Between | AnyOf | AllOf | Unscored
