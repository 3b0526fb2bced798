"""Rules that import-linter cannot express: parts of an outside package, and what a folder may not contain."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

APPS = ("marketplace", "catalog", "sellers", "payments", "cms")
NAMELESS = {"utils", "helpers", "common", "misc"}
# Oscar's class loader asks for these names.
OSCARS = {"marketplace/shop/basket/utils.py", "marketplace/shop/order/utils.py"}


def _sources() -> Iterator[Path]:
    for app in APPS:
        yield from (path for path in (settings.ROOT / app).rglob("*.py") if "migrations" not in path.parts)


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def _importers(package: str) -> set[str]:
    return {
        path.relative_to(settings.ROOT).as_posix()
        for path in _sources()
        if any(name == package or name.startswith(package + ".") for name in _imports(path))
    }


class TestImports:
    def test_wagtail_admin_is_imported_only_by_cms_and_the_addresses(self) -> None:
        outside = {path for path in _importers("wagtail.admin") if not path.startswith("cms/")}

        assert outside == {"marketplace/urls.py"}

    def test_elasticsearch_is_imported_in_one_file(self) -> None:
        assert _importers("elasticsearch_dsl") | _importers("elasticsearch") == {"catalog/search/elastic.py"}

    def test_stripe_is_imported_only_by_its_gateway_and_the_webhooks(self) -> None:
        outside = {
            path for path in _importers("stripe") if not path.startswith(("payments/gateways/", "payments/webhooks.py"))
        }

        assert outside == set()


class TestNames:
    def test_every_module_is_named_for_its_subject(self) -> None:
        nameless = {
            path.relative_to(settings.ROOT).as_posix()
            for path in _sources()
            if path.stem in NAMELESS or path.parent.name in NAMELESS
        }

        assert nameless - OSCARS == set()
