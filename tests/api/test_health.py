from __future__ import annotations

from django.test import SimpleTestCase, TestCase

from tests.support.searching import index_all


class ReadinessTests(TestCase):
    def test_each_part_is_said(self) -> None:
        index_all()

        answer = self.client.get("/api/v1/health/ready")

        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.json()["status"], "ready")
        ready = {name: part["is_ready"] for name, part in answer.json()["parts"].items()}
        self.assertEqual(ready, {"database": True, "search": True, "cache": True})


class LivenessTests(SimpleTestCase):
    def test_a_process_says_that_it_lives_without_asking_anybody(self) -> None:
        answer = self.client.get("/api/v1/health/live")

        self.assertEqual((answer.status_code, answer.json()), (200, {"status": "live"}))
