"""Settings of the test suite: as in development, with nothing slow and nothing that leaves the process."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import tempfile
from pathlib import Path

from marketplace.settings import env
from marketplace.settings.base import *  # noqa: F403

_FOLDER = Path(tempfile.mkdtemp(prefix="market-test-"))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
# Several processes may test at once: each has its own index and its own Redis database, as it has its own database.
_WORKER = int(re.sub(r"\D", "", os.environ.get("PYTEST_XDIST_WORKER", "")) or 0)

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PAGE_CACHE_SECONDS = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SMS_SENDER = "memory"
# As with Redis: one process, one cache.
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
MEDIA_ROOT = _FOLDER / "media"
SEARCH_FOLDER = _FOLDER / "search"
SEARCH_INDEX_PREFIX = f"test-{_WORKER}"
if REDIS_URL := env.url("REDIS_URL", ("redis",)):
    CACHES["default"]["LOCATION"] = re.sub(r"/(\d+)$", lambda db: f"/{int(db[1]) + _WORKER}", REDIS_URL)  # noqa: F405
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
