from __future__ import annotations

import json
import re

from django.test import TestCase

from marketplace.api import errors


class DocsPageTests(TestCase):
    def test_every_operation_and_every_code_can_be_read_without_a_script(self) -> None:
        document = self.client.get("/api/v1/openapi.json").json()
        operations = [row for methods in document["paths"].values() for row in methods.values()]

        page = self.client.get("/api/v1/docs").content.decode()

        self.assertEqual([row["operationId"] for row in operations if f'id="{row["operationId"]}"' not in page], [])
        self.assertEqual([code for code, _title in errors.TITLES.values() if f'id="{code}"' not in page], [])
        self.assertEqual(re.findall(r"<script>|<style|style=|onclick", page), [])


class SchemaTests(TestCase):
    def test_it_is_openapi_3_1_and_refusals_are_problems(self) -> None:
        document = self.client.get("/api/v1/openapi.json").json()

        self.assertEqual(document["openapi"], "3.1.0")
        refusals = [
            answer["content"].keys()
            for methods in document["paths"].values()
            for operation in methods.values()
            for status, answer in operation["responses"].items()
            if status.startswith("4")
        ]
        self.assertEqual({kind for kinds in refusals for kind in kinds}, {"application/problem+json"})

    def test_names_of_operations_are_unique(self) -> None:
        text = self.client.get("/api/v1/openapi.json").content.decode()
        names = re.findall(r'"operationId":"(\w+)"', text)

        self.assertEqual(len(names), len(set(names)))
        self.assertIsInstance(json.loads(text), dict)
