"""Finding pages without tone marks, with the same folding as goods. There are hundreds of pages, not thousands:
the database looks through the folded words, and no index must be kept."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Case, IntegerField, Value, When, prefetch_related_objects
from django.utils.html import strip_tags
from wagtail.models import Page

from cms.models import PageText
from cms.models.pages import ArticlePage, IndexPage
from marketplace.kernel.text import fold

_WORD = re.compile(r"[a-z0-9]+")
_MOST_WORDS = 8


def find_pages(text: str, limit: int = 30) -> list[Page]:
    """Live pages that have a word beginning with each of the words, those that say it in the title first."""
    words = _WORD.findall(fold(text)[:200])[:_MOST_WORDS]
    if not words:
        return []
    found = PageText.objects.filter(page__live=True, page__view_restrictions=None)
    for word in words:
        found = found.filter(words__contains=f" {word}")
    in_title = sum(
        Case(When(title__contains=f" {word}", then=Value(1)), default=Value(0), output_field=IntegerField())
        for word in words
    )
    ids = list(
        found.annotate(in_title=in_title).order_by("-in_title", "-page_id").values_list("page_id", flat=True)[:limit]
    )
    pages = {page.pk: page for page in Page.objects.filter(pk__in=ids).specific()}
    prefetch_related_objects([page for page in pages.values() if isinstance(page, ArticlePage)], "picture")
    return [pages[pk] for pk in ids if pk in pages]


def remember(instance: Any, **kwargs: Any) -> None:
    """A receiver of Wagtail's page_published."""
    page = instance.specific
    if not isinstance(page, ArticlePage | IndexPage):
        return
    title = f"{page.title} {page.title_en}"
    rest = [page.lead, page.lead_en, *_bodies(page)]
    PageText.objects.update_or_create(
        page_id=page.pk, defaults={"title": _folded(title), "words": _folded(" ".join([title, *rest]))}
    )


def forget(instance: Any, **kwargs: Any) -> None:
    PageText.objects.filter(page_id=instance.pk).delete()


def catch_up() -> None:
    """Remember the live pages that no signal told of: imported ones, or of a time before this search."""
    missing = Page.objects.live().exclude(pk__in=PageText.objects.values("page_id")).filter(depth__gt=2)
    for page in missing.specific():
        remember(page)


def _bodies(page: Any) -> list[str]:
    if not isinstance(page, ArticlePage):
        return []
    bodies = (page.body, page.body_en)
    return [strip_tags(text) for body in bodies for text in body.stream_block.get_searchable_content(body)]


def _folded(text: str) -> str:
    return " " + " ".join(_WORD.findall(fold(text)))
