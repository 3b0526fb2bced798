"""Settings of the test suite: as in development, with nothing slow and nothing that leaves the process."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from marketplace.settings import env
from marketplace.settings.base import *  # noqa: F403

_FOLDER = Path(tempfile.mkdtemp(prefix="market-test-"))

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PAGE_CACHE_SECONDS = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SMS_SENDER = "memory"
# As with Redis: one process, one cache.
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
MEDIA_ROOT = _FOLDER / "media"
SEARCH_FOLDER = _FOLDER / "search"
SEARCH_INDEX_PREFIX = "test"
ORDER_MAILS_WAIT = True
# All tests come from one address.
API_RATES = dict.fromkeys(API_RATES, (10**9, 60))  # noqa: F405
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Real parts that tests talk to where they are: CI starts them all.
STRIPE_MOCK_URL = env.url("STRIPE_MOCK_URL", ("http",))
S3_URL = env.url("S3_URL", ("s3+http",))
CHROMIUM = env.text("CHROMIUM", shutil.which("chromium") or shutil.which("google-chrome") or "")
