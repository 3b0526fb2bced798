from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory, SimpleTestCase, override_settings

from catalog.page_cache import PageCacheMiddleware, same_for_visitors


@override_settings(PAGE_CACHE_SECONDS=10)
class PageCacheTests(SimpleTestCase):
    """`self.drawn` counts how often the page behind the middleware was drawn."""

    def setUp(self) -> None:
        self.drawn = 0
        self.middleware = PageCacheMiddleware(self.view)
        self.answer: Any = lambda request: HttpResponse(f"trang {request.get_full_path()}")

    def view(self, request: HttpRequest) -> HttpResponse:
        self.drawn += 1
        return same_for_visitors(self.answer)(request)

    def get(self, path: str = "/tim/", cookies: dict[str, str] | None = None, **headers: str) -> HttpResponse:
        request = RequestFactory().get(path, headers=headers)
        request.COOKIES.update(cookies or {})
        return self.middleware(request)

    def test_the_same_page_is_drawn_once(self) -> None:
        first, second = self.get(), self.get()

        self.assertEqual((first.content, second.content, self.drawn), (b"trang /tim/", b"trang /tim/", 1))

    def test_each_address_language_host_and_encoding_is_a_page_of_its_own(self) -> None:
        self.get()
        self.get("/tim/?q=che")
        self.get(host="khac.example")
        self.get(**{"accept-language": "en"})
        self.get(**{"accept-encoding": "gzip"})
        self.get(cookies={settings.LANGUAGE_COOKIE_NAME: "en"})

        # A browser's own language is no choice (marketplace.language), so the fourth is the first again.
        self.assertEqual(self.drawn, 5)

    def test_whoever_carries_a_cookie_that_may_matter_is_answered_afresh(self) -> None:
        self.get()
        for name in (settings.SESSION_COOKIE_NAME, settings.OSCAR_BASKET_COOKIE_OPEN, "messages", "anything"):
            self.get(cookies={name: "x"})
            self.get(cookies={name: "x"})

        self.assertEqual(self.drawn, 9)

    def test_a_token_cookie_from_an_earlier_form_does_not_matter(self) -> None:
        self.get()
        self.get(cookies={settings.CSRF_COOKIE_NAME: "x"})

        self.assertEqual(self.drawn, 1)

    def test_headers_that_ask_for_something_else_are_answered_afresh(self) -> None:
        self.get()
        for headers in ({"authorization": "Bearer x"}, {"hx-request": "true"}, {"range": "bytes=0-1"}):
            self.get(**headers)

        self.assertEqual(self.drawn, 4)

    def test_unknown_parameters_and_long_queries_are_not_kept(self) -> None:
        for path in ("/tim/?utm_source=zalo", "/tim/?q=" + "a" * 400):
            self.get(path)
            self.get(path)

        self.assertEqual(self.drawn, 4)

    def test_only_reading_is_shared(self) -> None:
        self.get()
        self.middleware(RequestFactory().post("/tim/"))
        self.middleware(RequestFactory().head("/tim/"))

        self.assertEqual(self.drawn, 3)

    def test_a_page_that_sets_a_cookie_is_never_kept(self) -> None:
        def answer(request: HttpRequest) -> HttpResponse:
            response = HttpResponse("một mã")
            response.set_cookie("ai", "đó")
            return response

        self.answer = answer
        self.get()
        self.get()

        self.assertEqual(self.drawn, 2)

    def test_failures_streams_private_answers_and_other_variations_are_never_kept(self) -> None:
        for response in (
            HttpResponse(status=404),
            HttpResponse(headers={"Cache-Control": "no-store"}),
            HttpResponse(headers={"Vary": "X-Thing"}),
        ):
            self.drawn = 0
            self.answer = lambda request, response=response: response
            self.get()
            self.get()
            with self.subTest(headers=dict(response.headers)):
                self.assertEqual(self.drawn, 2)

    def test_a_page_that_its_view_did_not_mark_is_never_kept(self) -> None:
        drawn = []
        middleware = PageCacheMiddleware(lambda request: drawn.append(1) or HttpResponse("riêng"))

        for _ in range(2):
            middleware(RequestFactory().get("/tai-khoan/"))

        self.assertEqual(len(drawn), 2)

    def test_a_known_page_is_not_sent_again(self) -> None:
        first = self.get()

        again = self.get(**{"if-none-match": first["ETag"]})

        self.assertEqual((again.status_code, again.content, again["ETag"]), (304, b"", first["ETag"]))

    def test_a_weakened_mark_is_recognised(self) -> None:
        first = self.get()

        self.assertEqual(self.get(**{"if-none-match": "W/" + first["ETag"]}).status_code, 304)

    def test_the_browser_asks_again_each_time(self) -> None:
        page = self.get()

        self.assertEqual(page["Cache-Control"], "private, no-cache")
        self.assertEqual(page["Vary"], "Accept-Encoding, Cookie")

    def test_old_pages_make_room(self) -> None:
        for number in range(450):
            self.get(f"/tim/?q={number}")

        self.get("/tim/?q=0")

        self.assertEqual(self.drawn, 451)

    @override_settings(PAGE_CACHE_SECONDS=0)
    def test_zero_seconds_keep_nothing(self) -> None:
        self.get()
        self.get()

        self.assertEqual(self.drawn, 2)


class CsrfTests(SimpleTestCase):
    """Through the whole stack: a page with a form's token sets its cookie and so is never kept."""

    def test_a_stream_cannot_be_marked_by_mistake(self) -> None:
        with self.assertRaises(AttributeError):
            same_for_visitors(lambda request: StreamingHttpResponse(iter([b"x"])))(HttpRequest())

    def test_a_token_makes_the_answer_carry_its_cookie(self) -> None:
        request = RequestFactory().get("/")

        get_token(request)

        self.assertTrue(request.META["CSRF_COOKIE_NEEDS_UPDATE"])
