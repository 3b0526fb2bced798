"""What a fresh database needs before it is the market: the site, its pages, its officers' rights and workflows.

`bootstrap()` runs at every start. It adds what is missing and leaves alone what is there, so an editor's work stays.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sites.models import Site as DjangoSite
from django.db import transaction
from wagtail.models import Collection, Locale, Page, Site

from cms.domain import commerce, menus, officers, page_search
from cms.domain.texts import START_PAGES, StartPage, body_of
from cms.models import GuideIndexPage, HomePage, StandardPage, StoryIndexPage


@transaction.atomic
def bootstrap() -> None:
    Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    home = _home()
    _indexes(home)
    for start in START_PAGES:
        _standard_page(home, start)
    site = _site(home)
    menus.bootstrap(site)
    officers.bootstrap(home, site)
    commerce.bootstrap()
    page_search.catch_up()


def _home() -> HomePage:
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    home = HomePage.objects.child_of(root).first()
    if home is None:
        _remove_welcome(root)
        home = HomePage(
            title="Xứ Trà",
            slug="trang-chu",
            seo_title="Xứ Trà, chợ nông sản Thái Nguyên",
            search_description="Chè, miến, gạo, mật ong, rau quả của bà con Thái Nguyên: rõ xã, rõ người làm, rõ mùa.",
            hero_title="Chè từ đồi nhà, gửi thẳng đến bếp bạn",
            hero_text="Nông sản của bà con Thái Nguyên. Ghi rõ xã, rõ người làm, rõ mùa; một giỏ hàng, nhiều nhà vườn.",
            hero_title_en="Tea from our hills, straight to your kitchen",
            hero_text_en="Farm goods of Thái Nguyên, with their commune, maker and season. One basket, many farms.",
            body=[
                ("categories", _untitled()),
                ("season", _untitled(count=8)),
                ("ocop", _untitled(count=8)),
                ("stories", _untitled(count=3)),
                ("newest", _untitled(count=8)),
            ],
        )
        _add(root, home)
    return home


def _untitled(**more: int) -> dict[str, Any]:
    """A block that uses its own title, in the reader's language."""
    return {"title": "", "title_en": "", **more}


def _remove_welcome(root: Page) -> None:
    """Wagtail's first migration leaves an English welcome page and two groups with rights over the root."""
    for page in root.get_children().type(Page).filter(content_type__app_label="wagtailcore"):
        page.specific.delete()
    officers.remove_wagtail_defaults()


def _indexes(home: HomePage) -> None:
    if not StoryIndexPage.objects.exists():
        stories = StoryIndexPage(
            title="Chuyện quê",
            slug="chuyen-que",
            lead="Người trồng, đồi chè, mùa gặt: nghe kể rồi hãy nếm.",
            title_en="Stories",
            lead_en="The growers, the hills and the harvests behind what you eat.",
        )
        _add(home, stories)
    if not GuideIndexPage.objects.exists():
        guides = GuideIndexPage(
            title="Cẩm nang",
            slug="cam-nang",
            lead="Pha thế nào, giữ ra sao, nấu món gì.",
            title_en="Guides",
            lead_en="How to brew, keep and cook.",
        )
        _add(home, guides)


def _standard_page(home: HomePage, start: StartPage) -> None:
    if home.get_children().filter(slug=start.slug).exists():
        return
    page = StandardPage(
        title=start.title,
        slug=start.slug,
        lead=start.lead,
        body=body_of(start.slug, "vi"),
        title_en=start.title_en,
        lead_en=start.lead_en,
        body_en=body_of(start.slug, "en"),
    )
    _add(home, page)


def _add(parent: Any, page: Any) -> None:
    # Read again: treebeard counts children on the instance, which another addition may have made stale.
    type(parent).objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()


def _site(home: HomePage) -> Site:
    address = urlsplit(settings.SITE_URL)
    host = address.hostname or "localhost"
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    wanted = {"hostname": host, "port": port, "site_name": settings.WAGTAIL_SITE_NAME, "root_page_id": home.pk}
    if any(getattr(site, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(site, name, value)
        site.save()
    Site.clear_site_root_paths_cache()
    # Oscar's mails name this one.
    DjangoSite.objects.update_or_create(
        pk=settings.SITE_ID, defaults={"domain": address.netloc, "name": settings.OSCAR_SHOP_NAME}
    )
    DjangoSite.objects.clear_cache()
    return site
