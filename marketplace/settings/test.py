"""Settings of the test suite: as in development, with nothing slow and nothing that leaves the process."""

from __future__ import annotations

import tempfile
from pathlib import Path

from marketplace.settings.base import *  # noqa: F403

_FOLDER = Path(tempfile.mkdtemp(prefix="market-test-"))

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = _FOLDER / "media"
SEARCH_FOLDER = _FOLDER / "search"
SEARCH_INDEX_PREFIX = "test"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
