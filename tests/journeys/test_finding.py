"""Hoa looks for tea: as she types, with the filters, and with JavaScript off."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, Open, assert_accessible


class TestSuggestions:
    def test_names_are_offered_and_chosen_by_keyboard(self, page: Page) -> None:
        page.goto("/tim/")
        field = page.get_by_role("combobox", name="Tìm sản phẩm")

        field.press_sequentially("che")
        options = page.get_by_role("option")
        expect(options.first).to_be_visible()
        field.press("ArrowDown")

        expect(options.first).to_have_attribute("aria-selected", "true")
        expect(field).to_have_attribute("aria-activedescendant", "find-words-list-0")
        assert_accessible(page)
        field.press("Enter")
        expect(page).to_have_url(re.compile(r"/(hang|nhom|nha-vuon)/"))

    def test_escape_closes_them_and_enter_searches(self, page: Page) -> None:
        page.goto("/tim/")
        field = page.get_by_role("combobox", name="Tìm sản phẩm")

        field.press_sequentially("che")
        expect(page.get_by_role("option").first).to_be_visible()
        field.press("Escape")

        expect(page.get_by_role("listbox")).to_be_hidden()
        field.press("Enter")
        expect(page).to_have_url(re.compile(r"/tim/\?q=che"))


class TestFilters:
    def test_a_tick_narrows_without_a_page_load_and_the_address_follows(self, open_page: Open) -> None:
        page = open_page(width=DESK)
        page.goto("/tim/?q=che")
        page.evaluate("window.isSamePage = true")

        page.get_by_role("checkbox", name="Còn hàng").check()

        expect(page).to_have_url(re.compile(r"/tim/\?q=che&con-hang=1$"))
        expect(page.get_by_role("link", name="Bỏ lọc: Còn hàng")).to_be_visible()
        assert page.evaluate("window.isSamePage") is True

    def test_the_drawer_stays_open_on_the_phone_while_one_ticks(self, page: Page) -> None:
        page.goto("/tim/?q=che")

        page.locator("#filters-drawer > summary").click()
        page.get_by_role("checkbox", name="Còn hàng").check()

        expect(page.get_by_role("link", name="Bỏ lọc: Còn hàng")).to_be_attached()
        expect(page.get_by_role("checkbox", name="Còn hàng")).to_be_visible()

    def test_back_shows_what_was_there_before(self, open_page: Open) -> None:
        page = open_page(width=DESK)
        page.goto("/tim/?q=che")
        page.get_by_role("checkbox", name="Còn hàng").check()
        expect(page).to_have_url(re.compile("con-hang=1"))

        page.go_back()

        expect(page).to_have_url(re.compile(r"/tim/\?q=che$"))
        expect(page.get_by_role("checkbox", name="Còn hàng")).not_to_be_checked()


class TestWithoutJavaScript:
    def test_search_filter_and_put_into_the_basket(self, open_page: Open) -> None:
        page = open_page(javascript=False)
        page.goto("/")

        page.get_by_role("searchbox", name="Tìm sản phẩm").fill("che")
        page.get_by_role("button", name="Tìm").click()
        page.locator("#filters-drawer > summary").click()
        page.get_by_role("checkbox", name="Còn hàng").check()
        page.get_by_role("button", name="Xem kết quả").click()
        expect(page.get_by_role("link", name="Bỏ lọc: Còn hàng")).to_be_visible()
        page.locator("main .card h3 a").first.click()
        page.get_by_role("button", name="Thêm vào giỏ").click()

        expect(page).to_have_url(re.compile("/gio-hang/"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Giỏ hàng")


class TestProduct:
    def test_the_buttons_count(self, page: Page) -> None:
        page.goto("/tim/?q=che&con-hang=1")
        page.locator("main .card h3 a").first.click()
        quantity = page.get_by_label("Số lượng")

        page.get_by_role("button", name="Thêm", exact=True).click()
        expect(quantity).to_have_value("2")
        page.get_by_role("button", name="Bớt", exact=True).click()
        page.get_by_role("button", name="Bớt", exact=True).click()

        expect(quantity).to_have_value("1")

    def test_an_english_reader_changes_the_language_and_stays_on_the_page(self, page: Page) -> None:
        page.goto("/tim/?q=che")

        page.get_by_role("link", name="English").click()

        expect(page.get_by_role("heading", level=1)).to_have_text("Results for “che”")
        expect(page).to_have_url(re.compile(r"/tim/\?q=che$"))
