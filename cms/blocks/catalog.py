"""What the live catalogue shows inside a page. Cards are drawn from the search index, never from the product tables."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class _GoodsBlock(blocks.StructBlock):
    title = blocks.CharBlock(
        label=_("tiêu đề"), required=False, max_length=120, help_text=_("Để trống thì dùng tiêu đề có sẵn.")
    )
    title_en = blocks.CharBlock(label=_("tiêu đề tiếng Anh"), required=False, max_length=120)
    count = blocks.IntegerBlock(label=_("số món"), min_value=2, max_value=24, default=8)


class SeasonBlock(_GoodsBlock):
    class Meta:
        icon = "date"
        label = _("Đang mùa")
        template = "cms/blocks/goods.html"


class NewestBlock(_GoodsBlock):
    class Meta:
        icon = "history"
        label = _("Mới lên chợ")
        template = "cms/blocks/goods.html"


class OcopBlock(_GoodsBlock):
    class Meta:
        icon = "pick"
        label = _("Hàng OCOP")
        template = "cms/blocks/goods.html"
