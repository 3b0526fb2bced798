"""Journeys in a real browser against a running market. Each page of theirs also proves that the console stays silent,
that the content policy is kept, and that nothing overflows sideways on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.support.market import Market, running_market

PHONE, DESK = 360, 1280
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
Open = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)
            # One market and one browser for all of them.
            item.add_marker(pytest.mark.xdist_group("journeys"))


@pytest.fixture(scope="package")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    with running_market(tmp_path_factory.mktemp("market")) as market:
        yield market


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=settings.CHROMIUM, args=list(_FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def open_page(market: Market, browser: Browser) -> Iterator[Open]:
    """`open_page(width=360, scheme="light", javascript=True)`: a page of a visitor of their own.

    At the end every page must have had a silent console: errors of scripts and breaches of the policy show there.
    """
    contexts: list[BrowserContext] = []
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # A page that is refused on purpose (404, 422) is said by the browser in these words.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            said.append(f"{message.location.get('url')}: {message.text}")

    def open_page(*, width: int = PHONE, scheme: str = "light", javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=market.address,
            viewport={"width": width, "height": 800},
            color_scheme=scheme,  # type: ignore[arg-type]  # "light" or "dark"
            java_script_enabled=javascript,
            locale="vi-VN",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.set_default_timeout(15_000)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []


@pytest.fixture
def page(open_page: Open) -> Page:
    return open_page()


def assert_accessible(page: Page) -> None:
    """axe finds nothing, and nothing overflows sideways."""
    found = Axe().run(page).response["violations"]
    assert [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in found] == [], page.url
    sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert sideways == 0, f"{page.url} overflows by {sideways} px"
