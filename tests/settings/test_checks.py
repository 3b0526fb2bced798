from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from marketplace.settings.checks import production_is_safe, refuse_unsafe_production

SAFE: dict[str, Any] = {
    "IS_PRODUCTION": True,
    "SECRET_KEY": "x" * 50,
    "DEBUG": False,
    "PAYMENT_METHODS": ["bank_transfer", "cash_on_delivery"],
    "ALLOWED_HOSTS": ["shop.example.vn"],
    "SITE_URL": "https://shop.example.vn",
    "STRIPE_SECRET_KEY": "",
    "BANK_TRANSFER_ACCOUNT": "0011001932418",
    "SMS_SENDER": "https://sms.example.vn/send",
    "DATABASES": {"default": {"ENGINE": "django.db.backends.postgresql"}},
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}},
}


@pytest.fixture
def _safe() -> Iterator[None]:
    # The databases and caches are only looked at, never opened, so changing them for a moment is harmless.
    names = {name: getattr(settings, name) for name in SAFE}
    for name, value in SAFE.items():
        setattr(settings, name, value)
    yield
    for name, value in names.items():
        setattr(settings, name, value)


@pytest.mark.usefixtures("_safe")
class TestProduction:
    def test_safe_settings_are_accepted(self) -> None:
        assert production_is_safe() == []
        refuse_unsafe_production()

    @pytest.mark.parametrize(
        ("name", "value", "expected"),
        [
            ("SECRET_KEY", settings.DEVELOPMENT_SECRET_KEY, "market.E001"),
            ("SECRET_KEY", "short", "market.E001"),
            ("DEBUG", True, "market.E002"),
            ("PAYMENT_METHODS", ["sandbox"], "market.E003"),
            ("ALLOWED_HOSTS", [], "market.E004"),
            ("ALLOWED_HOSTS", ["*"], "market.E004"),
            ("SITE_URL", "http://shop.example.vn", "market.E005"),
            ("PAYMENT_METHODS", ["stripe"], "market.E006"),
            ("STRIPE_SECRET_KEY", "sk_test_123", "market.E007"),
            ("DATABASES", {"default": {"ENGINE": "django.db.backends.sqlite3"}}, "market.E008"),
            ("CACHES", {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}, "market.E009"),
            ("BANK_TRANSFER_ACCOUNT", settings.DEMO_BANK_ACCOUNT, "market.E010"),
            ("SMS_SENDER", "console", "market.E011"),
        ],
    )
    def test_unsafe_value_is_refused(self, name: str, value: Any, expected: str) -> None:
        setattr(settings, name, value)

        assert [message.id for message in production_is_safe()] == [expected]
        with pytest.raises(ImproperlyConfigured, match=rf"^{expected}: "):
            refuse_unsafe_production()


class TestDevelopment:
    @override_settings(IS_PRODUCTION=False, DEBUG=True)
    def test_is_not_held_to_it(self) -> None:
        assert production_is_safe() == []


class TestWebProcess:
    def test_does_not_start_unsafe_in_production(self) -> None:
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "marketplace.settings.production", "SECRET_KEY": ""}

        process = subprocess.run(
            [sys.executable, "-c", "import marketplace.wsgi"],
            env=environment,
            cwd=settings.ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

        assert process.returncode == 1
        assert "market.E001: SECRET_KEY is the development key or too short." in process.stderr
