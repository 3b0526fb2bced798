"""What the documents name must exist."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands
from django.urls import get_resolver

ROOT: Path = settings.ROOT
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])


@cache
def _code() -> str:
    apps = ("marketplace", "catalog", "sellers", "payments", "cms")
    return "\n".join(path.read_text(encoding="utf-8") for app in apps for path in (ROOT / app).rglob("*.py"))


def _exists(identifier: str) -> bool:
    return re.search(rf"\b{re.escape(identifier)}\b", _code()) is not None


class TestGlossary:
    def test_every_identifier_stands_in_the_code(self) -> None:
        rows = [
            line.split("|") for line in (ROOT / "docs/glossary.md").read_text().splitlines() if line.startswith("| ")
        ]
        identifiers = [name for row in rows[1:] for name in re.findall(r"`([^`]+)`", row[2])]

        assert len(identifiers) >= 30
        assert [name for name in identifiers if not _exists(name)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
class TestDocument:
    def test_links_and_pictures_exist(self, document: Path) -> None:
        links = re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8"))

        assert [link for link in links if not (document.parent / link).exists()] == []

    def test_commands_exist(self, document: Path) -> None:
        commands = set(re.findall(r"manage\.py ([a-z_]+)", document.read_text(encoding="utf-8")))

        assert commands - set(get_commands()) == set()

    def test_variables_are_read_by_the_settings(self, document: Path) -> None:
        names = set(re.findall(r"`([A-Z]+(?:_[A-Z]+)+)(?:=[^`]*)?`", document.read_text(encoding="utf-8")))

        assert [name for name in sorted(names - {"NAME_FILE"}) if not _exists(name)] == []

    def test_folders_and_files_exist(self, document: Path) -> None:
        paths = re.findall(
            r"`((?:marketplace|catalog|sellers|payments|cms|tests|docs|deploy|benchmarks)/[\w./-]+)`",
            document.read_text(),
        )

        assert [path for path in paths if not (ROOT / path).exists()] == []


class TestArchitecture:
    def test_names_of_addresses_can_be_reversed(self) -> None:
        text = (ROOT / "docs/architecture.md").read_text()
        section = text[text.index("## Addresses") : text.index("## Rules that hold")]
        names = {
            name
            for row in section.splitlines()
            if row.startswith("| `/")
            for name in re.findall(r"`([a-z_-]+)`", row.split("|", 2)[2])
        }
        known = {name for name in get_resolver().reverse_dict if isinstance(name, str)}

        assert {"search", "product", "basket", "checkout"} <= names
        assert names - known - {"path", "slug", "pk", "product", "steps", "quantity"} == set()

    def test_functions_offered_exist(self) -> None:
        text = (ROOT / "docs/architecture.md").read_text()
        section = text[text.index("## What one layer offers") : text.index("## Addresses")]
        functions = set(re.findall(r"`(?:[a-z_]+\.)*([a-z_]{4,})\(", section))

        assert [name for name in sorted(functions) if not _exists(name)] == []
