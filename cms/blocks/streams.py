"""Which blocks each kind of page offers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks import catalog, pages, text

Blocks = list[tuple[str, blocks.Block]]


def article_body() -> Blocks:
    return [
        *_words(),
        ("products", catalog.ProductsBlock(group=_("Hàng"))),
        ("category", catalog.CategoryBlock(group=_("Hàng"))),
        ("sellers", catalog.SellersBlock(group=_("Hàng"))),
    ]


def home_body() -> Blocks:
    return [
        ("season", catalog.SeasonBlock(group=_("Tự cập nhật"))),
        ("newest", catalog.NewestBlock(group=_("Tự cập nhật"))),
        ("ocop", catalog.OcopBlock(group=_("Tự cập nhật"))),
        ("categories", catalog.CategoriesBlock(group=_("Tự cập nhật"))),
        ("stories", pages.StoriesBlock(group=_("Tự cập nhật"))),
        *article_body(),
    ]


def _words() -> Blocks:
    group = _("Chữ và ảnh")
    return [
        ("heading", text.HeadingBlock(max_length=120, group=group)),
        ("text", text.TextBlock(features=text.RICH_TEXT_FEATURES, group=group)),
        ("picture", text.PictureBlock(group=group)),
        ("quote", text.QuoteBlock(group=group)),
        ("callout", text.CalloutBlock(group=group)),
        ("steps", text.StepsBlock(group=group)),
        ("faq", text.FaqBlock(group=group)),
        ("operator", text.OperatorBlock(group=group)),
    ]
