"""Which blocks each kind of page offers."""

from __future__ import annotations

from wagtail import blocks

from cms.blocks import catalog
from cms.blocks.text import article_blocks

Blocks = list[tuple[str, blocks.Block]]


def article_body() -> Blocks:
    return article_blocks()


def home_body() -> Blocks:
    return [
        ("season", catalog.SeasonBlock()),
        ("newest", catalog.NewestBlock()),
        ("ocop", catalog.OcopBlock()),
        *article_blocks(),
    ]
