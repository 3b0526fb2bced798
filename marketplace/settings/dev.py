"""What `./market up` runs with: everything embedded, nothing to configure."""

from __future__ import annotations

from marketplace.settings import env
from marketplace.settings.base import *  # noqa: F403

DEBUG = env.boolean("DEBUG", False)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]", ".localhost"))
