from __future__ import annotations

from django.test import SimpleTestCase, TestCase


class HealthTests(TestCase):
    def test_each_part_is_said(self) -> None:
        answer = self.client.get("/api/v1/health/ready")

        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.json()["status"], "ready")
        self.assertEqual({name: part["is_ready"] for name, part in answer.json()["parts"].items()}, PARTS)


PARTS = {"database": True, "cache": True}


class LivenessTests(SimpleTestCase):
    def test_a_process_says_that_it_lives_without_asking_anybody(self) -> None:
        answer = self.client.get("/api/v1/health/live")

        self.assertEqual((answer.status_code, answer.json()), (200, {"status": "live"}))
