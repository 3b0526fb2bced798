"""The test database is built without migrations, so the site is bootstrapped into it as a fresh start does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils.translation.reloader import translation_file_changed


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compiled catalogues are not kept in git. Of several processes only the first one compiles."""
    if not hasattr(session.config, "workerinput"):
        call_command("compile_locale", verbosity=0)
    # Django has read the catalogues while it was set up, perhaps before they were there.
    translation_file_changed(sender=None, file_path=Path("django.mo"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    _let_tests_flush_the_books()
    with django_db_blocker.unblock():
        _bootstrap()
    _Flushed.blocker = django_db_blocker


class _Flushed:
    """A transactional test empties every table at its end; the site is put back before the next test."""

    blocker: Any = None
    is_empty = False


def _let_tests_flush_the_books() -> None:
    """The ledger's triggers refuse to be emptied; the flush itself puts them back (post_migrate)."""
    from django.test import TransactionTestCase

    from payments.models import triggers

    flush = TransactionTestCase._fixture_teardown

    def teardown(case: TransactionTestCase) -> None:
        for alias in case._databases_names(include_mirrors=False):
            triggers.remove(using=alias)
        flush(case)
        _Flushed.is_empty = True

    TransactionTestCase._fixture_teardown = teardown


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    # Before the fixtures of a class, which may already need the site.
    if _Flushed.is_empty:
        with _Flushed.blocker.unblock():
            _bootstrap()
        _Flushed.is_empty = False


def _bootstrap() -> None:
    from cms.domain import site

    site.bootstrap()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="fail when any test is skipped: every real part is there")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    outcome = yield
    report = outcome.get_result()
    if report.skipped and not hasattr(report, "wasxfail") and item.config.getoption("--no-skips"):
        report.outcome = "failed"
        report.longrepr = f"skipped although --no-skips was given: {report.longrepr}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    missing = {
        "postgres": (
            not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"),
            "DATABASE_URL names no PostgreSQL",
        ),
        "elasticsearch": (not settings.ELASTICSEARCH_URL, "ELASTICSEARCH_URL is not set"),
        "stripe_mock": (not settings.STRIPE_MOCK_URL, "STRIPE_MOCK_URL is not set"),
        "s3": (not settings.S3_URL, "S3_URL is not set"),
        "journey": (not settings.CHROMIUM, "no Chromium found (CHROMIUM names one)"),
    }
    for item in items:
        for marker, (is_missing, reason) in missing.items():
            if is_missing and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))
