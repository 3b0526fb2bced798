"""Lines of a bank statement, and the charges whose references they carry."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.kernel import references
from payments.domain.charges import PREFIX
from payments.models import Charge


@dataclass(frozen=True, slots=True)
class Match:
    line: str
    charge: Charge


def find_matches(*, text: str) -> list[Match]:
    """In the order of the lines; a line without a reference of ours is left out."""
    found = [(line.strip(), reference) for line in text.splitlines() for reference in references.find(PREFIX, line)]
    charges = Charge.objects.select_related("order").in_bulk(
        {reference for _, reference in found}, field_name="reference"
    )
    return [Match(line, charges[reference]) for line, reference in found if reference in charges]
