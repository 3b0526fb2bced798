"""Long lists of the account, a page at a time."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest


def page_of(request: HttpRequest, rows: QuerySet[Any], size: int) -> Page[Any]:
    """A number that is none, or lies outside, gives the nearest page."""
    return Paginator(rows, size).get_page(request.GET.get("trang", "")[:9])


def numbered(page: Page[Any]) -> dict[str, Any]:
    """What components/pagination.html asks for."""
    count = page.paginator.num_pages
    numbers = [n for n in range(1, count + 1) if n in (1, count) or abs(n - page.number) <= 1]
    return {
        "pages": [(number, f"?trang={number}") for number in _with_gaps(numbers)],
        "current": page.number,
        "previous": f"?trang={page.number - 1}" if page.has_previous() else "",
        "next": f"?trang={page.number + 1}" if page.has_next() else "",
    }


def _with_gaps(numbers: list[int]) -> list[int]:
    """0 stands for what is left out."""
    spaced: list[int] = []
    for number in numbers:
        if spaced and number - spaced[-1] > 1:
            spaced.append(0)
        spaced.append(number)
    return spaced
