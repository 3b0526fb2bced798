"""What `./market up` runs with: everything embedded, nothing to configure."""

from __future__ import annotations

import secrets

from marketplace.settings import env
from marketplace.settings.base import *  # noqa: F403
from marketplace.settings.base import SECRET_KEY, VAR

DEBUG = env.boolean("DEBUG", False)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]", ".localhost"))


def _own_secret() -> str:
    """A demo may be shown to a whole network, so each has a secret of its own that no book knows."""
    path = VAR / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = env.secret("SECRET_KEY") or _own_secret() or SECRET_KEY

# Passkeys want HTTPS; on one's own machine they may do without.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
