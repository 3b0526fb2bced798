"""Every public page at both widths and in both schemes: axe finds nothing, nothing overflows, the console is silent."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import DESK, PHONE, Open, assert_accessible
from tests.support.market import Market

# A page by its address, or by the list it is the first entry of.
PAGES = (
    "/",
    "/tim/",
    "/tim/?q=che&ocop=4&gia-den=900000",
    "/tim/?q=xyzxyzxyz",
    "first:/hang/",
    "first:/nhom/",
    "/nha-vuon/",
    "first:/nha-vuon/",
    "/gio-hang/",
    "/khong-co-trang-nay/",
)


class TestPages:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("width", [PHONE, DESK])
    def test_pages_are_accessible(self, market: Market, open_page: Open, width: int, scheme: str) -> None:
        page = open_page(width=width, scheme=scheme)

        for wanted in PAGES:
            page.goto(_address(page, wanted))

            assert page.locator("h1").count() == 1, page.url
            assert_accessible(page)


def _address(page: object, wanted: str) -> str:
    if not wanted.startswith("first:"):
        return wanted
    start = wanted.removeprefix("first:")
    page.goto("/nha-vuon/" if start == "/nha-vuon/" else "/tim/")  # type: ignore[attr-defined]
    return page.locator(f"main a[href^='{start}']:not([href='{start}'])").first.get_attribute("href")  # type: ignore
