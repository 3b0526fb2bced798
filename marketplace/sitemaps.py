"""Every public page, for search engines: an index and its parts of at most 5,000 addresses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse
from wagtail.models import Page, Site

from catalog.models import Product
from catalog.queries.category_tree import Node, get_category_tree
from sellers.models import Seller

_PROTOCOL = urlsplit(settings.SITE_URL).scheme


class ProductSitemap(Sitemap):
    protocol = _PROTOCOL
    limit = 5000

    def items(self) -> QuerySet[Product]:
        shown = Product.objects.filter(
            structure__in=("standalone", "parent"), is_public=True, seller__in=Seller.objects.selling()
        )
        return shown.only("pk", "slug", "date_updated", "structure").order_by("pk")

    def lastmod(self, product: Product) -> datetime:
        return product.date_updated

    def location(self, product: Product) -> str:
        return product.get_absolute_url()


class CategorySitemap(Sitemap):
    protocol = _PROTOCOL

    def items(self) -> Sequence[Node]:
        return list(get_category_tree().nodes.values())

    def location(self, node: Node) -> str:
        return node.address


class SellerSitemap(Sitemap):
    protocol = _PROTOCOL
    limit = 5000

    def items(self) -> QuerySet[Seller]:
        return Seller.objects.selling().only("slug").order_by("pk")

    def location(self, seller: Seller) -> str:
        return seller.get_absolute_url()


class PageSitemap(Sitemap):
    protocol = _PROTOCOL

    def items(self) -> QuerySet[Page]:
        site = Site.objects.get(is_default_site=True)
        return site.root_page.get_descendants(inclusive=True).live().public().order_by("path")

    def lastmod(self, page: Page) -> datetime | None:
        return page.last_published_at

    def location(self, page: Page) -> str:
        parts = page.get_url_parts()
        return parts[2] if parts else "/"


class ListSitemap(Sitemap):
    protocol = _PROTOCOL

    def items(self) -> Sequence[str]:
        return ("search", "sellers")

    def location(self, name: str) -> str:
        return reverse(name)


SITEMAPS = {
    "products": ProductSitemap,
    "categories": CategorySitemap,
    "sellers": SellerSitemap,
    "pages": PageSitemap,
    "lists": ListSitemap,
}
