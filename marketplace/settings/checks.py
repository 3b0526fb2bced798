"""What production refuses to start with. Run by `manage.py` through Django's checks and by the web process itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

PRODUCTION = "production"


def production_is_safe(app_configs: Sequence[Any] | None = None, **kwargs: Any) -> list[checks.CheckMessage]:
    if not settings.IS_PRODUCTION:
        return []
    return [checks.Error(words, hint=hint, id=f"market.E{number:03}") for number, words, hint in _faults()]


def refuse_unsafe_production() -> None:
    """The web server runs no system checks by itself; raises ImproperlyConfigured with every fault."""
    faults = production_is_safe()
    if faults:
        raise ImproperlyConfigured("; ".join(f"{fault.id}: {fault.msg}" for fault in faults))


def _faults() -> Iterator[tuple[int, str, str]]:
    if settings.SECRET_KEY == settings.DEVELOPMENT_SECRET_KEY or len(settings.SECRET_KEY) < 40:
        yield 1, "SECRET_KEY is the development key or too short.", "Set SECRET_KEY or SECRET_KEY_FILE (40 characters)."
    if settings.DEBUG:
        yield 2, "DEBUG is on.", "Unset DEBUG."
    if "sandbox" in settings.PAYMENT_METHODS:
        yield 3, "The sandbox gateway would give goods away.", "Take sandbox out of PAYMENT_METHODS."
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        yield 4, "ALLOWED_HOSTS names no host, or every host.", "Set ALLOWED_HOSTS=shop.example.vn."
    if not settings.SITE_URL.startswith("https://"):
        yield 5, "SITE_URL is not an https address.", "Set SITE_URL=https://shop.example.vn."
    if "stripe" in settings.PAYMENT_METHODS and not (settings.STRIPE_SECRET_KEY and settings.STRIPE_WEBHOOK_SECRET):
        yield 6, "Stripe is offered without its keys.", "Set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET."
    if settings.STRIPE_SECRET_KEY.startswith(("sk_test_", "rk_test_")):
        yield 7, "STRIPE_SECRET_KEY is a test key.", "Use the live key."
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield 8, "SQLite serves one machine only.", "Set DATABASE_URL=postgresql://…"
    if "locmem" in settings.CACHES["default"]["BACKEND"]:
        yield 9, "Rate limits need a cache that all processes share.", "Set REDIS_URL=redis://…"
    if settings.BANK_TRANSFER_ACCOUNT == settings.DEMO_BANK_ACCOUNT and "bank_transfer" in settings.PAYMENT_METHODS:
        yield 10, "Bank transfers would go to the demo's invented account.", "Set BANK_TRANSFER_ACCOUNT."
    if not settings.SMS_SENDER.startswith("https://"):
        yield 11, "Sign-in codes would stand in the log or a file.", "Set SMS_SENDER to the https address of a gateway."
