"""Blocks that show the live catalogue: from the index, each thing once on a page, the chosen ones fetched once."""

from __future__ import annotations

from django.core.cache import cache
from django.test import TestCase

from catalog.models import Product
from catalog.queries.category_tree import forget_category_tree
from cms.models import HomePage
from sellers.models import Seller, SellerStatus
from tests.support.searching import index_all
from tests.support.shelf import make_shelf

# The frame of a page is four, the chosen goods are seven, however many blocks chose them.
CHOSEN_PAGE_QUERIES = 11


class GoodsBlocksTests(TestCase):
    def setUp(self) -> None:
        self.shelf = make_shelf()
        index_all()
        cache.clear()
        forget_category_tree()

    def show(self, *body: tuple[str, object]) -> str:
        home = HomePage.objects.get()
        home.body = list(body)
        home.save_revision().publish()
        return self.client.get("/").content.decode()

    def products_block(self, *products: Product) -> tuple[str, object]:
        return ("products", {"title": "Chọn cho bạn", "title_en": "", "products": list(products)})

    def test_chosen_goods_stand_in_the_editors_order(self) -> None:
        html = self.show(self.products_block(self.shelf.honey, self.shelf.hook_tea))

        self.assertLess(html.index(self.shelf.honey.title), html.index(self.shelf.hook_tea.title))

    def test_what_left_the_market_is_not_shown(self) -> None:
        Product.objects.filter(pk=self.shelf.honey.pk).update(is_public=False)
        Seller.objects.filter(pk=self.shelf.lan.pk).update(status=SellerStatus.SUSPENDED)

        html = self.show(self.products_block(self.shelf.honey, self.shelf.hook_tea, self.shelf.lotus_tea))

        self.assertNotIn(self.shelf.honey.title, html)
        self.assertNotIn(self.shelf.hook_tea.title, html)
        self.assertIn(self.shelf.lotus_tea.title, html)

    def test_a_thing_shown_above_is_not_shown_again_below(self) -> None:
        rule = {"title": "", "title_en": "", "count": 24}

        html = self.show(("newest", rule), ("season", rule))

        self.assertEqual(html.count(f">{self.shelf.honey.title}</a>"), 1)

    def test_chosen_goods_cost_the_same_in_one_block_and_in_three(self) -> None:
        blocks = [self.products_block(p) for p in (self.shelf.honey, self.shelf.hook_tea, self.shelf.lotus_tea)]
        for count in (1, 3):
            self.show(*blocks[:count])
            with self.subTest(blocks=count), self.assertNumQueries(CHOSEN_PAGE_QUERIES):
                self.client.get("/")

    def test_a_category_and_its_goods_are_shown_with_the_way_to_the_rest(self) -> None:
        html = self.show(("category", {"title": "", "title_en": "", "category": "mat-ong", "count": 8}))

        self.assertIn("<h2>Mật ong</h2>", html)
        self.assertIn('href="/nhom/mat-ong/"', html)
        self.assertIn(self.shelf.honey.title, html)

    def test_a_category_that_is_gone_leaves_the_page_standing(self) -> None:
        html = self.show(("category", {"title": "Đã xoá", "title_en": "", "category": "khong-con", "count": 8}))

        self.assertIn("<h1>", html)
        self.assertNotIn("Đã xoá", html)

    def test_chosen_sellers_lead_to_their_pages(self) -> None:
        html = self.show(("sellers", {"title": "", "title_en": "", "sellers": [self.shelf.lan, self.shelf.minh]}))

        self.assertIn(f'href="/nha-vuon/{self.shelf.lan.slug}/"', html)
        self.assertIn(f'href="/nha-vuon/{self.shelf.minh.slug}/"', html)
