"""What the live catalogue shows inside a page. Cards are drawn from the search index (`cms.domain.shelf`), so a page
with many of these blocks asks the database for the chosen goods and sellers once each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from catalog.queries.category_tree import get_category_tree
from catalog.search import service
from catalog.search.contract import Hit, SearchQuery, Sort
from cms.blocks.choosers import ProductChooserBlock, SellerChooserBlock
from cms.domain.shelf import Shelf
from marketplace.kernel import times

# More than is shown, so that what stands higher on the page can be left out.
_LOOKED_AT = 100
_MONTHS = (
    _("Đang mùa tháng Giêng"),
    _("Đang mùa tháng Hai"),
    _("Đang mùa tháng Ba"),
    _("Đang mùa tháng Tư"),
    _("Đang mùa tháng Năm"),
    _("Đang mùa tháng Sáu"),
    _("Đang mùa tháng Bảy"),
    _("Đang mùa tháng Tám"),
    _("Đang mùa tháng Chín"),
    _("Đang mùa tháng Mười"),
    _("Đang mùa tháng Mười Một"),
    _("Đang mùa tháng Chạp"),
)


class TitledBlock(blocks.StructBlock):
    title = blocks.CharBlock(
        label=_("tiêu đề"), required=False, max_length=120, help_text=_("Để trống thì dùng tiêu đề có sẵn.")
    )
    title_en = blocks.CharBlock(label=_("tiêu đề tiếng Anh"), required=False, max_length=120)

    def default_title(self) -> str:
        return ""

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        own = value.get("title_en") if get_language() == "en" else value.get("title")
        return {**context, "title": own or self.default_title()}


class _GoodsBlock(TitledBlock):
    """Goods that the index finds by a rule."""

    count = blocks.IntegerBlock(label=_("số món"), min_value=2, max_value=24, default=8)
    # Parameters of the search page that shows the rest.
    more: ClassVar[str] = ""

    class Meta:
        template = "cms/blocks/goods.html"

    def query(self) -> SearchQuery:
        raise NotImplementedError

    def order(self, hits: Iterable[Hit]) -> list[Hit]:
        return list(hits)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        hits = self.order(service.search(replace(self.query(), page_size=_LOOKED_AT, with_facets=False)).hits)
        shown = _shelf(parent_context, self, value).take_unseen(hits, value.get("count") or 8)
        return {**context, "hits": shown, "more_query": self.more}


class SeasonBlock(_GoodsBlock):
    more = "dang-mua=1&con-hang=1"

    class Meta:
        icon = "date"
        label = _("Đang mùa")

    def default_title(self) -> str:
        return str(_MONTHS[_month() - 1])

    def query(self) -> SearchQuery:
        return SearchQuery(in_season=True, in_stock=True, month=_month())

    def order(self, hits: Iterable[Hit]) -> list[Hit]:
        """What has a season at all comes before what is there all year."""
        return sorted(hits, key=lambda hit: hit.season_months == times.ALL_YEAR)


class NewestBlock(_GoodsBlock):
    more = "xep=moi"

    class Meta:
        icon = "history"
        label = _("Mới lên chợ")

    def default_title(self) -> str:
        return gettext("Mới lên chợ")

    def query(self) -> SearchQuery:
        return SearchQuery(in_stock=True, month=_month(), sort=Sort.NEWEST)


class OcopBlock(_GoodsBlock):
    more = "ocop=5&ocop=4"

    class Meta:
        icon = "pick"
        label = _("Hàng OCOP")

    def default_title(self) -> str:
        return gettext("Hàng OCOP 4 và 5 sao")

    def query(self) -> SearchQuery:
        return SearchQuery(ocop=(5, 4), in_stock=True, month=_month())


def _category_choices() -> list[tuple[str, str]]:
    tree = get_category_tree()
    return [(path, " › ".join(node.name for node in tree.line(path))) for path in tree.nodes]


class CategoryBlock(TitledBlock):
    """Goods of one category."""

    category = blocks.ChoiceBlock(label=_("nhóm hàng"), choices=_category_choices)
    count = blocks.IntegerBlock(label=_("số món"), min_value=2, max_value=24, default=8)

    class Meta:
        icon = "folder-open-inverse"
        label = _("Một nhóm hàng")
        template = "cms/blocks/goods.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        node = get_category_tree().find(value.get("category") or "")
        if node is None:
            return {**context, "hits": ()}
        query = SearchQuery(
            category=node.path, in_stock=True, month=_month(), page_size=value.get("count") or 8, with_facets=False
        )
        return {
            **context,
            "title": context["title"] or node.label,
            "hits": service.search(query).hits,
            "more_category": node.path,
        }


class CategoriesBlock(TitledBlock):
    """The categories of the first level."""

    class Meta:
        icon = "list-ul"
        label = _("Các nhóm hàng")
        template = "cms/blocks/categories.html"

    def default_title(self) -> str:
        return gettext("Nhóm hàng")

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        return {**context, "categories": get_category_tree().top()}


class ProductsBlock(TitledBlock):
    """Goods that an editor chose; one that was sold out stays, one that left the market is not shown."""

    products = blocks.ListBlock(ProductChooserBlock(), label=_("món hàng"), min_num=1, max_num=24)

    class Meta:
        icon = "tag"
        label = _("Món hàng tự chọn")
        template = "cms/blocks/goods.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        return {**context, "hits": _shelf(parent_context, self, value).hits(chosen(value, "products"))}


class SellersBlock(TitledBlock):
    sellers = blocks.ListBlock(SellerChooserBlock(), label=_("nhà vườn"), min_num=1, max_num=12)

    class Meta:
        icon = "group"
        label = _("Nhà vườn")
        template = "cms/blocks/sellers.html"

    def default_title(self) -> str:
        return gettext("Nhà vườn kể chuyện mình")

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        return {**context, "sellers": _shelf(parent_context, self, value).sellers(chosen(value, "sellers"))}


def chosen(value: Any, name: str) -> tuple[int, ...]:
    return tuple(row.pk for row in value.get(name) or () if row is not None)


def _shelf(parent_context: Any, block: blocks.Block, value: Any) -> Shelf:
    """The page's shelf; a block that is drawn alone (a preview) fills its own."""
    shelf = (parent_context or {}).get("shelf")
    return shelf if isinstance(shelf, Shelf) else Shelf.of([(block, value)])


def _month() -> int:
    return times.business_day(timezone.now()).month
