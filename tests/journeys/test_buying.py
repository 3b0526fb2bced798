"""Hoa finds tea without tone marks, buys it together with another farm's honey, pays, and takes one parcel back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Open, assert_accessible
from tests.support.market import Market

PHONE_NUMBER = "0987 654 321"


def _add_first(page: Page, words: str) -> str:
    """Search, open the first product that can be bought and add it; answers who sells it."""
    page.goto("/")
    page.locator("#find-words").fill(words)
    page.locator("form[role=search] button").click()
    page.wait_for_url("**/tim/**")
    addresses = page.locator("main .card h3 a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    for address in addresses:
        page.goto(address)
        add = page.locator("form.add button.button")
        if add.count():
            seller = page.locator("main a[href^='/nha-vuon/']").first.get_attribute("href") or ""
            add.click()
            page.wait_for_url("**/gio-hang/**")
            return seller
    raise AssertionError(f"nothing to buy for {words}")


def _fill_details(page: Page) -> None:
    page.goto("/thanh-toan/")
    page.locator("[name=name]").fill("Phạm Thị Hoa")
    page.locator("[name=phone]").fill(PHONE_NUMBER)
    page.locator("[name=province_code]").select_option("19")
    page.locator("[name=commune]").fill("phuong phan dinh phung")
    page.locator("[name=street]").fill("Số 5, đường Lương Ngọc Quyến")
    page.locator("[name=payment_method][value=sandbox]").check()


def _look(page: Page, javascript: bool) -> None:
    # axe is a script itself.
    if javascript:
        assert_accessible(page)


def _order(page: Page, javascript: bool) -> str:
    """From the filled basket to the paid order; answers its reference."""
    _fill_details(page)
    _look(page, javascript)
    page.locator("form[action='/thanh-toan/'] button.button").last.click()
    expect(page.locator("h1")).to_have_text("Xem lại rồi đặt")
    _look(page, javascript)
    page.locator("form[action='/thanh-toan/xem-lai/'] button").click()
    expect(page.locator("h1")).to_have_text("Thanh toán thử")
    _look(page, javascript)
    page.locator("button[value=paid]").click()
    expect(page.locator("h1")).to_have_text("Cảm ơn bạn, đơn đã đặt")
    return page.locator(".reference").inner_text()


class TestBuying:
    @pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
    def test_two_farms_in_one_order(self, market: Market, open_page: Open, javascript: bool) -> None:
        page = open_page(javascript=javascript)
        sellers = {_add_first(page, "che"), _add_first(page, "mat ong")}
        assert len(sellers) == 2

        page.goto("/gio-hang/")
        _look(page, javascript)
        reference = _order(page, javascript)
        _look(page, javascript)
        assert page.locator(".parcel").count() == 2

        parcel = page.locator(".parcel").first
        parcel.locator("summary").click()
        parcel.locator("button.danger").click()
        expect(page.locator(".parcel .badge.plain")).to_have_text("Đã huỷ")
        expect(page.locator("dl.totals")).to_contain_text("Hoàn tiền")
        _look(page, javascript)

        market.manage("settle_charges")
        market.manage("settle_orders")
        market.manage("check_ledger")
        # A guest finds the order again with the number, from another device; with a wrong one nobody learns anything.
        other = open_page(javascript=javascript)
        for phone, is_found in (("0987 654 322", False), (PHONE_NUMBER, True)):
            other.goto("/don-hang/")
            other.locator("main [name=reference]").fill(reference.lower())
            other.locator("main [name=phone]").fill(phone)
            other.locator("main form button").click()
            assert bool(re.search(reference, other.url)) == is_found
        assert other.locator(".parcel").count() == 2


class TestDoubleClick:
    def test_makes_one_order(self, market: Market, page: Page) -> None:
        _add_first(page, "mien dong")
        _fill_details(page)
        page.locator("form[action='/thanh-toan/'] button.button").last.click()
        expect(page.locator("h1")).to_have_text("Xem lại rồi đặt")
        count = "from oscar.core.loading import get_model; print(get_model('order', 'Order').objects.count())"
        before = int(market.python(count))

        page.locator("form[action='/thanh-toan/xem-lai/'] button").dblclick()
        expect(page.locator("h1")).to_have_text("Thanh toán thử")

        assert int(market.python(count)) == before + 1
