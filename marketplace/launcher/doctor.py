"""`./market doctor`: what is configured, reachable and missing, in plain words. Exits with 1 when a part is broken."""

from __future__ import annotations

import platform
import smtplib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from rich.console import Console
from rich.table import Table

_SIGNS = {True: "[green]✓[/]", False: "[red]✗[/]", None: "[yellow]·[/]"}


@dataclass(frozen=True, slots=True)
class Finding:
    """`is_well` None: not switched on, which is no fault."""

    part: str
    is_well: bool | None
    words: str


def run() -> int:
    import django

    console = Console()
    try:
        django.setup()
    except ImproperlyConfigured as error:
        console.print(f"[red]✗[/] settings: {error}")
        return 2
    findings = list(examine())
    table = Table(show_header=False, box=None)
    for finding in findings:
        table.add_row(_SIGNS[finding.is_well], finding.part, finding.words)
    console.print(table)
    return 1 if any(finding.is_well is False for finding in findings) else 0


def examine() -> Iterator[Finding]:
    for part, look in (
        ("Python", _python),
        ("database", _database),
        ("search", _search),
        ("cache", _cache),
        ("mail", _mail),
        ("photos", _media),
        ("card payments", _stripe),
        ("demo", _demo),
        ("safety", _safety),
    ):
        yield _guarded(part, look)


def _guarded(part: str, look: Callable[[], tuple[bool | None, str]]) -> Finding:
    """Whatever a part answers with, the doctor goes on to the next one."""
    try:
        is_well, words = look()
    except Exception as error:  # every failure of an outside part is a finding
        return Finding(part, False, f"{type(error).__name__}: {str(error).splitlines()[0][:200] if str(error) else ''}")
    return Finding(part, is_well, words)


def _python() -> tuple[bool | None, str]:
    return True, platform.python_version()


def _database() -> tuple[bool | None, str]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    name = f"{connection.display_name} {connection.settings_dict['NAME']}"
    if waiting:
        return False, f"{name}: {waiting} migrations wait; ./market up applies them"
    switch = "" if connection.vendor == "postgresql" else " (embedded; DATABASE_URL=postgresql://… for PostgreSQL)"
    return True, f"{name}: up to date{switch}"


def _search() -> tuple[bool | None, str]:
    from catalog.search import engines, indexer

    missing = [engine.name for engine in engines.configured() if engine.needs_rebuild()]
    names = ", ".join(engine.name for engine in engines.configured())
    if missing:
        return False, f"{names}: no index in {', '.join(missing)}; ./market up or manage.py rebuild_index builds it"
    switch = "" if engines.elastic() else " (ELASTICSEARCH_URL=http://… for a cluster)"
    return True, f"{names}: ready, {indexer.pending()} changes wait{switch}"


def _cache() -> tuple[bool | None, str]:
    from django.conf import settings
    from django.core.cache import cache

    cache.set("doctor", 1, 5)
    is_shared = "redis" in settings.CACHES["default"]["BACKEND"].lower()
    words = "Redis" if is_shared else "memory of each process (REDIS_URL=redis://… to share it)"
    return cache.get("doctor") == 1, words


def _mail() -> tuple[bool | None, str]:
    from django.conf import settings
    from django.core.mail import get_connection

    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return None, "printed or written to files (EMAIL_URL=smtp+tls://user:password@host:587 sends it)"
    try:
        connection = get_connection(timeout=5)
        connection.open()
        connection.close()
    except (OSError, smtplib.SMTPException) as error:
        return False, f"{settings.EMAIL_HOST} does not answer: {error}"
    return True, f"{settings.EMAIL_HOST} answers"


def _media() -> tuple[bool | None, str]:
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    name = default_storage.save("doctor.txt", ContentFile(b"ok"))
    default_storage.delete(name)
    where = getattr(default_storage, "location", "")
    return True, f"{type(default_storage._wrapped).__name__} {where}: can be written"  # type: ignore[attr-defined]


def _stripe() -> tuple[bool | None, str]:
    from django.conf import settings

    keys = {
        "STRIPE_SECRET_KEY": settings.STRIPE_SECRET_KEY,
        "STRIPE_PUBLISHABLE_KEY": settings.STRIPE_PUBLISHABLE_KEY,
        "STRIPE_WEBHOOK_SECRET": settings.STRIPE_WEBHOOK_SECRET,
    }
    missing = [name for name, value in keys.items() if not value]
    if len(missing) == len(keys):
        return None, "Stripe is off; methods: " + ", ".join(settings.PAYMENT_METHODS)
    if missing:
        return False, "Stripe is half configured; missing: " + ", ".join(missing)
    return True, "Stripe keys are set; methods: " + ", ".join(settings.PAYMENT_METHODS)


def _demo() -> tuple[bool | None, str]:
    from catalog.models import Product

    count = Product.objects.filter(is_demo=True, parent__isnull=True).count()
    return None, f"{count:,} invented products" if count else "no demo data"


def _safety() -> tuple[bool | None, str]:
    from django.conf import settings
    from django.core import checks

    from marketplace.settings.checks import PRODUCTION

    if Path(settings.VAR).stat().st_mode & 0o002:
        return False, f"{settings.VAR} can be written by everybody"
    if not settings.IS_PRODUCTION:
        return None, "development settings (DJANGO_SETTINGS_MODULE=marketplace.settings.production for the real thing)"
    errors = [message.msg for message in checks.run_checks(tags=[PRODUCTION]) if message.is_serious()]
    return not errors, "; ".join(errors) or "production settings are safe"
