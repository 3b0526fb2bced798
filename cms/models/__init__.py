from cms.models.page_text import PageText
from cms.models.pages import GuideIndexPage, GuidePage, HomePage, LandingPage, StandardPage, StoryIndexPage, StoryPage
from cms.models.picture import Picture, Rendition
from cms.models.review import ReviewTask
from cms.models.settings import MenuLink, MenuPlace, MenuSettings, OperatorSettings

__all__ = [
    "GuideIndexPage",
    "GuidePage",
    "HomePage",
    "LandingPage",
    "MenuLink",
    "MenuPlace",
    "MenuSettings",
    "OperatorSettings",
    "PageText",
    "Picture",
    "Rendition",
    "ReviewTask",
    "StandardPage",
    "StoryIndexPage",
    "StoryPage",
]
