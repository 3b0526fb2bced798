"""Twelve stories and guides under the pages that `cms.domain.site.bootstrap` made."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

from django.core.files.images import ImageFile
from django.db import transaction
from PIL.Image import Image
from wagtail.models import Page

from cms.models import GuideIndexPage, GuidePage, Picture, StoryIndexPage, StoryPage
from marketplace.demo.illustrations.scenes import Scene, render
from marketplace.demo.stories import Text, texts
from marketplace.kernel import times

_SIZE = 1000


@transaction.atomic
def seed_pages(*, at: datetime) -> int:
    parents = {True: StoryIndexPage.objects.first(), False: GuideIndexPage.objects.first()}
    missing = [
        text
        for text in texts()
        if (parent := parents[text.is_story]) is not None
        and not Page.objects.child_of(parent).filter(slug=text.slug).exists()
    ]
    for text, picture in zip(missing, _pictures(missing), strict=True):
        parent = parents[text.is_story]
        # Read again: treebeard counts children on the instance, which the page before has made stale.
        _publish(type(parent).objects.get(pk=parent.pk), _page(text, picture, at), at)
    return len(missing)


def _page(text: Text, picture: Picture, at: datetime) -> StoryPage | GuidePage:
    head = text.head
    shown = {"title": "", "title_en": "", "category": head["category"], "count": 4}
    shared = {
        "title": text.title,
        "slug": text.slug,
        "lead": head["lead"],
        "search_description": head["lead"],
        "picture": picture,
        "body": [*text.body, ("category", shown)],
    }
    if text.is_story:
        return StoryPage(
            **shared,
            told_on=times.business_day(_told_at(text, at)),
            author_name=head["author"],
            commune_code=head["commune"],
        )
    return GuidePage(**shared, minutes=int(head["minutes"]))


def _publish(parent: Page, page: StoryPage | GuidePage, at: datetime) -> None:
    parent.add_child(instance=page)
    page.save_revision().publish()
    days = next(int(text.head["days"]) for text in texts() if text.slug == page.slug)
    # Publishing stamps today; a library that grew over months has older pages too.
    Page.objects.filter(pk=page.pk).update(first_published_at=at - timedelta(days=days))


def _told_at(text: Text, at: datetime) -> datetime:
    return at - timedelta(days=int(text.head["days"]))


def _pictures(missing: list[Text]) -> list[Picture]:
    if not missing:
        return []
    scenes = [Scene(name, int(variant)) for name, _, variant in (t.head["picture"].partition(" ") for t in missing)]
    return [_picture(text, image) for text, image in zip(missing, render(scenes, size=_SIZE), strict=True)]


def _picture(text: Text, image: Image) -> Picture:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return Picture.objects.create(
        title=text.title,
        file=ImageFile(buffer, name=f"{text.slug}.png"),
        credit="Fluent Emoji (Microsoft, MIT) và hình vẽ của Xứ Trà",
        is_illustration=True,
    )
