"""Typed values from the environment.

A value that is set but malformed stops the start: the error names the variable and says what was
expected. An empty value counts as not set. `NAME_FILE` may name a file that holds the value of a secret.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000; PRAGMA mmap_size=134217728;"
)
_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name) or default


def boolean(name: str, default: bool) -> bool:
    value = text(name).lower()
    if not value:
        return default
    if value in _TRUE | _FALSE:
        return value in _TRUE
    raise _malformed(name, "yes or no (1/0, true/false, on/off)")


def integer(name: str, default: int, minimum: int = 0) -> int:
    value = text(name)
    if not value:
        return default
    try:
        number = int(value)
    except ValueError:
        raise _malformed(name, "a whole number") from None
    if number < minimum:
        raise _malformed(name, f"a whole number of at least {minimum}")
    return number


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """A list separated by commas; blanks around the words do not count."""
    value = text(name)
    return [word.strip() for word in value.split(",") if word.strip()] if value else list(default)


def url(name: str, schemes: tuple[str, ...], default: str = "") -> str:
    value = text(name, default)
    if not value:
        return ""
    parts = urlsplit(value)
    if parts.scheme not in schemes or (parts.scheme not in {"sqlite", "console", "file"} and not parts.netloc):
        raise _malformed(name, f"an address that begins with {' or '.join(f'{scheme}://' for scheme in schemes)}")
    return value


def secret(name: str, default: str = "") -> str:
    path = text(f"{name}_FILE")
    if not path:
        return text(name, default)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE names a file that cannot be read: {error}") from error


def database(name: str, sqlite_path: Path) -> dict[str, Any]:
    """Django's DATABASES entry: SQLite at `sqlite_path` unless `name` holds a postgresql:// or sqlite:// address."""
    value = url(name, ("postgresql", "postgres", "sqlite"))
    parts = urlsplit(value)
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(_port(parts, name) or ""),
            "CONN_MAX_AGE": integer("DATABASE_CONN_MAX_AGE_SECONDS", 600),
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": parts.path or str(sqlite_path),
        "CONN_MAX_AGE": None,
        # Immediate transactions take the write lock at once, so two writers queue instead of failing half way.
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": _SQLITE_PRAGMAS,
        },
    }


def storage(name: str) -> dict[str, Any]:
    """Django's STORAGES entry for uploads: the folder var/media, or s3://key:secret@host[:port]/bucket.

    `s3+http` is the same without TLS, for a store in one's own network; `?domain=` names the host that browsers
    fetch the photos from, when it is another one.
    """
    value = url(name, ("s3", "s3+http"))
    if not value:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    parts = urlsplit(value)
    bucket = parts.path.strip("/")
    if not bucket or "/" in bucket:
        raise _malformed(name, "s3://key:secret@host/bucket")
    port = _port(parts, name)
    scheme = "http" if parts.scheme == "s3+http" else "https"
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "access_key": unquote(parts.username or "") or None,
            "secret_key": unquote(parts.password or "") or None,
            "endpoint_url": f"{scheme}://{parts.hostname}{f':{port}' if port else ''}",
            "bucket_name": bucket,
            # Photos are public and named by their digest.
            "querystring_auth": False,
            "custom_domain": dict(parse_qsl(parts.query)).get("domain"),
            "object_parameters": {"CacheControl": "public, max-age=2592000, immutable"},
        },
    }


def media_origin(entry: dict[str, Any]) -> str:
    """Where browsers fetch photos from, for the content security policy; "" when it is the site itself."""
    options = entry.get("OPTIONS", {})
    if domain := options.get("custom_domain"):
        return f"https://{domain}"
    return str(options.get("endpoint_url", ""))


def cache(name: str) -> dict[str, Any]:
    """Django's CACHES entry: Redis where there is one, else memory of the process."""
    value = url(name, ("redis", "rediss"))
    if value:
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": value}
    return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5000}}


def email(name: str, folder: Path) -> dict[str, Any]:
    """Where mail goes: console:// (default), file:// (a folder), smtp://, smtps:// or smtp+tls://user:password@host:port."""
    value = url(name, ("console", "file", "smtp", "smtps", "smtp+tls"), "console://")
    parts = urlsplit(value)
    if parts.scheme == "console":
        return {"backend": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme == "file":
        return {"backend": "django.core.mail.backends.filebased.EmailBackend", "file_path": parts.path or str(folder)}
    return {
        "backend": "django.core.mail.backends.smtp.EmailBackend",
        "host": parts.hostname or "",
        "port": _port(parts, name) or (465 if parts.scheme == "smtps" else 587),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": parts.scheme == "smtp+tls",
        "use_ssl": parts.scheme == "smtps",
    }


def _port(parts: Any, name: str) -> int | None:
    try:
        return parts.port
    except ValueError:
        raise _malformed(name, "an address with a port between 0 and 65535") from None


def _malformed(name: str, expected: str) -> ImproperlyConfigured:
    # The value itself may be a secret, so it is never repeated.
    return ImproperlyConfigured(f"{name} is malformed: expected {expected}.")
