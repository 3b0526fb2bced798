from __future__ import annotations

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from cms.blocks.field import BodyField
from cms.blocks.streams import article_body, home_body

_TREE_TOP = ["wagtailcore.Page"]
_UNDER_HOME = ["cms.HomePage"]


class HomePage(Page):
    hero_title = models.CharField(_("lời chào"), max_length=120, blank=True)
    hero_text = models.CharField(_("lời dẫn"), max_length=300, blank=True)
    hero_title_en = models.CharField(_("lời chào tiếng Anh"), max_length=120, blank=True)
    hero_text_en = models.CharField(_("lời dẫn tiếng Anh"), max_length=300, blank=True)
    body = BodyField(home_body(), verbose_name=_("nội dung"))

    max_count = 1
    parent_page_types = _TREE_TOP
    template = "cms/home_page.html"

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("hero_title"), FieldPanel("hero_text")], heading=_("Đầu trang")),
        MultiFieldPanel([FieldPanel("hero_title_en"), FieldPanel("hero_text_en")], heading=_("Đầu trang, tiếng Anh")),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("trang chủ")
        verbose_name_plural = _("trang chủ")

    @property
    def shown_hero_title(self) -> str:
        return (self.hero_title_en if get_language() == "en" else "") or self.hero_title

    @property
    def shown_hero_text(self) -> str:
        return (self.hero_text_en if get_language() == "en" else "") or self.hero_text


class ArticlePage(Page):
    """What stories, guides, landing and standard pages share: an opening, a picture, a body, and its English."""

    lead = models.CharField(_("lời dẫn"), max_length=400, blank=True)
    picture = models.ForeignKey(
        "cms.Picture",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ảnh đầu trang"),
    )
    body = BodyField(article_body(), verbose_name=_("nội dung"))
    title_en = models.CharField(_("tiêu đề tiếng Anh"), max_length=255, blank=True)
    lead_en = models.CharField(_("lời dẫn tiếng Anh"), max_length=400, blank=True)
    body_en = BodyField(article_body(), verbose_name=_("nội dung tiếng Anh"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("picture"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("title_en"), FieldPanel("lead_en"), FieldPanel("body_en")],
            heading=_("Tiếng Anh"),
            classname="collapsed",
        ),
    ]

    class Meta:
        abstract = True

    @property
    def is_shown_in_english(self) -> bool:
        return get_language() == "en" and bool(self.title_en)

    @property
    def shown_title(self) -> str:
        return self.title_en if self.is_shown_in_english else self.title

    @property
    def shown_lead(self) -> str:
        return self.lead_en if self.is_shown_in_english else self.lead

    @property
    def shown_body(self) -> Any:
        return self.body_en if self.is_shown_in_english and self.body_en else self.body

    @property
    def shown_language(self) -> str:
        return "en" if self.is_shown_in_english else "vi"


class IndexPage(Page):
    """A list of the pages below it, newest first."""

    lead = models.CharField(_("lời dẫn"), max_length=400, blank=True)
    lead_en = models.CharField(_("lời dẫn tiếng Anh"), max_length=400, blank=True)
    title_en = models.CharField(_("tiêu đề tiếng Anh"), max_length=255, blank=True)

    page_size = 12
    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        MultiFieldPanel([FieldPanel("title_en"), FieldPanel("lead_en")], heading=_("Tiếng Anh"), classname="collapsed"),
    ]

    class Meta:
        abstract = True

    @property
    def shown_title(self) -> str:
        return (self.title_en if get_language() == "en" else "") or self.title

    @property
    def shown_lead(self) -> str:
        return (self.lead_en if get_language() == "en" else "") or self.lead

    def entries(self) -> models.QuerySet[Any]:
        """The live pages below, newest first."""
        (entry,) = self.allowed_subpage_models()
        return entry.objects.child_of(self).live().select_related("picture").order_by("-first_published_at", "-pk")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        pages = Paginator(self.entries(), self.page_size).get_page(request.GET.get("trang"))
        return {**context, "pages": pages}


class StoryIndexPage(IndexPage):
    subpage_types: ClassVar[list[str]] = ["cms.StoryPage"]
    parent_page_types = _UNDER_HOME
    max_count = 1
    template = "cms/index_page.html"

    class Meta:
        verbose_name = _("mục chuyện quê")
        verbose_name_plural = _("mục chuyện quê")


class GuideIndexPage(IndexPage):
    subpage_types: ClassVar[list[str]] = ["cms.GuidePage"]
    parent_page_types = _UNDER_HOME
    max_count = 1
    template = "cms/index_page.html"

    class Meta:
        verbose_name = _("mục cẩm nang")
        verbose_name_plural = _("mục cẩm nang")


class StoryPage(ArticlePage):
    """A person, a hill, a harvest."""

    told_on = models.DateField(_("ngày"), null=True, blank=True)
    author_name = models.CharField(_("người viết"), max_length=120, blank=True)
    commune_code = models.CharField(_("xã, phường"), max_length=5, blank=True)

    template = "cms/article_page.html"
    parent_page_types = ["cms.StoryIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *ArticlePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("told_on"), FieldPanel("author_name"), FieldPanel("commune_code")], heading=_("Về bài viết")
        ),
    ]

    class Meta:
        verbose_name = _("chuyện quê")
        verbose_name_plural = _("chuyện quê")


class GuidePage(ArticlePage):
    """How to brew, keep, cook, sell."""

    minutes = models.PositiveSmallIntegerField(_("đọc trong (phút)"), null=True, blank=True)

    template = "cms/article_page.html"
    parent_page_types = ["cms.GuideIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [*ArticlePage.content_panels, FieldPanel("minutes")]

    class Meta:
        verbose_name = _("bài cẩm nang")
        verbose_name_plural = _("bài cẩm nang")


class LandingPage(ArticlePage):
    """A page for a season or a campaign: mostly goods, few words."""

    body = BodyField(home_body(), verbose_name=_("nội dung"))
    template = "cms/landing_page.html"
    parent_page_types = _UNDER_HOME
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("trang chuyên đề")
        verbose_name_plural = _("trang chuyên đề")


class StandardPage(ArticlePage):
    """Terms, privacy, how ranking works: pages that hold for a time and say from when."""

    effective_on = models.DateField(_("có hiệu lực từ"), null=True, blank=True)

    template = "cms/article_page.html"
    parent_page_types = [*_UNDER_HOME, "cms.StandardPage"]
    subpage_types: ClassVar[list[str]] = ["cms.StandardPage"]
    content_panels = [*ArticlePage.content_panels, FieldPanel("effective_on")]

    class Meta:
        verbose_name = _("trang thông tin")
        verbose_name_plural = _("trang thông tin")
