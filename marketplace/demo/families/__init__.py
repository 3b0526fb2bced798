"""Families of goods: how each is packed, graded, kept and labelled."""

from __future__ import annotations

from marketplace.demo.families.animals import ANIMALS
from marketplace.demo.families.family import Family, Grade
from marketplace.demo.families.fields import FIELDS
from marketplace.demo.families.tea import TEA
from marketplace.demo.families.workshops import WORKSHOPS
from marketplace.demo.rows import Row

__all__ = ["FAMILIES", "Family", "Grade", "family_of", "family_of_path"]

FAMILIES = (*TEA, *FIELDS, *ANIMALS, *WORKSHOPS)


def family_of(row: Row) -> Family:
    return family_of_path(" > ".join(row.category))


def family_of_path(path: str) -> Family:
    """The family with the longest beginning of the path; of a group without one, the first family inside."""
    around = [f for f in FAMILIES if path.startswith(f.category)]
    if around:
        return max(around, key=lambda family: len(family.category))
    return next(f for f in FAMILIES if f.category.startswith(path))
