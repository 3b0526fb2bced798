"""What other layers and the frame of every page ask of the content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.utils.translation import get_language
from wagtail.models import Site

from cms.models import MenuLink, MenuPlace, OperatorSettings

_KEY = "cms.frame"
# Another process hears of a change after this time; the one that made it, at once.
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Link:
    label_vi: str
    label_en: str
    address: str

    @property
    def label(self) -> str:
        return (self.label_en if get_language() == "en" else "") or self.label_vi


@dataclass(frozen=True, slots=True)
class Operator:
    """As the site's settings say; a fact that nobody filled in is empty."""

    legal_name: str = ""
    tax_code: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    representative: str = ""
    licence: str = ""
    complaint_days: int = 3


@dataclass(frozen=True, slots=True)
class Policies:
    """Which version of each policy a shopper accepts when they order now."""

    terms: str
    privacy: str
    returns: str


@dataclass(frozen=True, slots=True)
class Frame:
    operator: Operator
    policies: Policies
    header: tuple[Link, ...]
    shopping: tuple[Link, ...]
    help: tuple[Link, ...]
    about: tuple[Link, ...]


def get_frame() -> Frame:
    """Menus and operator around every page: no query while it is kept."""
    frame: Frame | None = cache.get(_KEY)
    if frame is None:
        frame = _read()
        cache.set(_KEY, frame, _SECONDS)
    return frame


def get_policies() -> Policies:
    return get_frame().policies


def forget_frame(**kwargs: Any) -> None:
    """A receiver of the signals of settings, menus and pages."""
    cache.delete(_KEY)


def _read() -> Frame:
    site = Site.objects.filter(is_default_site=True).first()
    settings = OperatorSettings.objects.filter(site=site).first() or OperatorSettings()
    links = list(MenuLink.objects.filter(menu__site=site).select_related("page"))
    return Frame(
        operator=Operator(**{name: getattr(settings, name) for name in Operator.__dataclass_fields__}),
        policies=Policies(
            terms=settings.terms_version, privacy=settings.privacy_version, returns=settings.returns_version
        ),
        header=_links(links, MenuPlace.HEADER),
        shopping=_links(links, MenuPlace.SHOPPING),
        help=_links(links, MenuPlace.HELP),
        about=_links(links, MenuPlace.ABOUT),
    )


def _links(links: list[MenuLink], place: str) -> tuple[Link, ...]:
    return tuple(
        Link(label_vi=link.label, label_en=link.label_en, address=link.page.url if link.page else link.address)
        for link in links
        if link.place == place and (link.page is None or link.page.live)
    )
