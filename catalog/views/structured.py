"""schema.org data for search engines: a data block in the page, which no browser executes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def breadcrumb_data(crumbs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """`crumbs` are labels with absolute addresses, from the top down."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": label, "item": address}
            for position, (label, address) in enumerate(crumbs, start=1)
        ],
    }
