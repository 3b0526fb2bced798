from __future__ import annotations

from django.contrib.sites.models import Site
from django.test import TestCase

from tests.support.goods import make_product, make_seller


class SitemapTests(TestCase):
    def setUp(self) -> None:
        self.lan = make_seller("Chè Lan Tân Cương")
        self.host = f"http://{Site.objects.get_current().domain}"

    def test_the_index_names_every_part(self) -> None:
        index = self.client.get("/sitemap.xml").content.decode()

        for part in ("products", "categories", "sellers", "pages", "lists"):
            self.assertIn(f"{self.host}/sitemap-{part}.xml", index)

    def test_public_goods_are_listed_and_hidden_ones_are_not(self) -> None:
        shown = make_product(self.lan, "Chè móc câu")
        hidden = make_product(self.lan, "Chè đang chờ", is_public=False)
        closed = make_product(make_seller("Vườn đã đóng", status="CLOSED"), "Chè cũ")

        listed = self.client.get("/sitemap-products.xml").content.decode()

        self.assertIn(f"<loc>{self.host}{shown.get_absolute_url()}</loc>", listed)
        self.assertNotIn(hidden.get_absolute_url(), listed)
        self.assertNotIn(closed.get_absolute_url(), listed)

    def test_pages_of_editors_are_listed(self) -> None:
        self.assertIn(f"<loc>{self.host}/xep-hang/</loc>", self.client.get("/sitemap-pages.xml").content.decode())

    def test_robots_find_it(self) -> None:
        self.assertContains(self.client.get("/robots.txt"), "Sitemap: http://localhost:8000/sitemap.xml")
