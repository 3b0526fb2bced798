from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from marketplace import language


def _asked(path: str, cookie: str = "", header: str = "") -> str:
    request = RequestFactory().get(path, headers={"accept-language": header})
    request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = cookie
    return language.of_reader(request)


class TestOfReader:
    def test_is_vietnamese_whatever_the_browser_was_sold_with(self) -> None:
        assert _asked("/", header="en-US,en;q=0.9") == "vi"

    def test_is_what_the_reader_chose(self) -> None:
        assert _asked("/", cookie="en", header="vi") == "en"

    def test_nonsense_is_no_choice(self) -> None:
        assert [_asked("/", cookie=cookie) for cookie in ("xx", "en\x00", "../en", "e" * 5000)] == ["vi"] * 4

    def test_a_program_chooses_by_header(self) -> None:
        assert _asked("/api/v1/products", header="en") == "en"


@pytest.mark.django_db
class TestPage:
    def test_says_its_language(self, client: Client) -> None:
        assert client.get("/tim/", headers={"accept-language": "en"})["Content-Language"] == "vi"

        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        assert client.get("/tim/")["Content-Language"] == "en"
