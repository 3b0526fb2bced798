from __future__ import annotations

import os
import subprocess
import sys

from django.test import SimpleTestCase

_PRINT = "from marketplace.settings import base; print(base.SESSION_ENGINE)"


class SessionEngineTests(SimpleTestCase):
    def engine(self, **environment: str) -> str:
        known = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
        done = subprocess.run(
            [sys.executable, "-c", _PRINT], env=known | environment, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def test_sessions_are_cached_only_where_the_cache_is_shared(self) -> None:
        self.assertEqual(self.engine(), "django.contrib.sessions.backends.db")
        self.assertEqual(
            self.engine(REDIS_URL="redis://127.0.0.1:6379/0"), "django.contrib.sessions.backends.cached_db"
        )
