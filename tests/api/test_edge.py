from __future__ import annotations

from django.test import SimpleTestCase, TestCase, override_settings

from marketplace.kernel import places


class HeadTests(SimpleTestCase):
    def test_head_says_what_get_says_without_the_body(self) -> None:
        got = self.client.get("/api/v1/communes")
        head = self.client.head("/api/v1/communes")

        self.assertEqual(head.status_code, 200)
        self.assertEqual(head.content, b"")
        self.assertEqual(head["ETag"], got["ETag"])
        self.assertEqual(head["Content-Length"], str(len(got.content)))


class OptionsTests(SimpleTestCase):
    def test_options_names_the_methods_and_no_other_site(self) -> None:
        answer = self.client.options(
            "/api/v1/communes", headers={"origin": "https://other.example", "access-control-request-method": "GET"}
        )

        self.assertEqual(answer.status_code, 204)
        self.assertEqual(answer["Allow"], "GET, HEAD, OPTIONS")
        self.assertNotIn("Access-Control-Allow-Origin", answer)


class MethodTests(SimpleTestCase):
    def test_a_method_that_is_not_there_is_refused_with_the_ones_that_are(self) -> None:
        answer = self.client.put("/api/v1/communes", data="{}", content_type="application/json")

        self.assertEqual(answer.status_code, 405)
        self.assertEqual(answer["Content-Type"], "application/problem+json")
        self.assertEqual(answer["Allow"], "GET, HEAD, OPTIONS")
        self.assertEqual(answer.json()["code"], "method_not_allowed")


class NotFoundTests(TestCase):
    def test_an_address_that_is_not_there_answers_a_problem_not_a_page(self) -> None:
        for address in ("/api/v1/nope", "/api/v1/", "/api/v1/sellers/Lan%00", "/api/v1/a%0Ab"):
            with self.subTest(address=address):
                answer = self.client.get(address)

                self.assertEqual(answer.status_code, 404)
                self.assertEqual(answer["Content-Type"], "application/problem+json")
                self.assertEqual(answer.json()["code"], "not_found")


class ConditionalTests(SimpleTestCase):
    def test_what_has_not_changed_is_not_sent_again(self) -> None:
        first = self.client.get("/api/v1/communes")

        second = self.client.get("/api/v1/communes", headers={"if-none-match": first["ETag"]})

        self.assertEqual(second.status_code, 304)
        self.assertEqual(second.content, b"")
        self.assertEqual(second["ETag"], first["ETag"])
        self.assertEqual(len(first.json()["results"]), len(places.communes()))

    def test_an_old_mark_gets_the_whole_answer(self) -> None:
        answer = self.client.get("/api/v1/communes", headers={"if-none-match": 'W/"old"'})

        self.assertEqual(answer.status_code, 200)


class LanguageTests(SimpleTestCase):
    def test_a_refusal_speaks_the_readers_language(self) -> None:
        answer = self.client.get("/api/v1/sellers?page_size=0")

        self.assertEqual(answer.status_code, 422)
        self.assertEqual(answer["Content-Language"], "vi")
        self.assertEqual(
            answer.json(),
            {
                "type": "/api/v1/docs#invalid",
                "title": "Dữ liệu chưa đúng.",
                "status": 422,
                "detail": "Dữ liệu chưa đúng.",
                "code": "invalid",
                "errors": [{"field": "query.page_size", "code": "greater_than_equal", "message": "Phải từ 1 trở lên."}],
            },
        )


# A day, so that the window does not turn between two requests.
@override_settings(API_RATES={"read": (2, 86_400)})
class RateTests(SimpleTestCase):
    def test_too_many_requests_are_told_when_to_come_back(self) -> None:
        address = {"REMOTE_ADDR": "203.0.113.9"}

        statuses = [self.client.get("/api/v1/communes", **address).status_code for _ in range(2)]
        refused = self.client.get("/api/v1/communes", **address)

        self.assertEqual(statuses, [200, 200])
        self.assertEqual(refused.status_code, 429)
        self.assertEqual(refused.json()["code"], "too_many_requests")
        self.assertTrue(1 <= int(refused["Retry-After"]) <= 86_400)

    def test_one_household_shares_its_ipv6_network_and_others_do_not(self) -> None:
        for host in ("2001:db8:1::1", "2001:db8:1::2"):
            self.client.get("/api/v1/communes", REMOTE_ADDR=host)

        self.assertEqual(self.client.get("/api/v1/communes", REMOTE_ADDR="2001:db8:1::3").status_code, 429)
        self.assertEqual(self.client.get("/api/v1/communes", REMOTE_ADDR="2001:db8:2::1").status_code, 200)

    def test_an_address_that_the_caller_invents_is_not_believed(self) -> None:
        asked = {"REMOTE_ADDR": "203.0.113.30"}
        for number in range(2):
            self.client.get("/api/v1/communes", headers={"x-forwarded-for": f"198.51.100.{number}"}, **asked)

        refused = self.client.get("/api/v1/communes", headers={"x-forwarded-for": "198.51.100.9"}, **asked)

        self.assertEqual(refused.status_code, 429)

    @override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
    def test_behind_our_proxy_each_caller_is_counted_alone(self) -> None:
        statuses = [
            self.client.get(
                "/api/v1/communes", headers={"x-forwarded-for": f"198.51.100.{number}"}, REMOTE_ADDR="203.0.113.40"
            ).status_code
            for number in range(20, 23)
        ]

        self.assertEqual(statuses, [200, 200, 200])
