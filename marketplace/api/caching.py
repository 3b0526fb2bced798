"""What callers and proxies may keep. Whatever says nothing is not kept at all (edge.py)."""

from __future__ import annotations

# Prices and stock may be a minute old in a list; a basket and a checkout always ask again.
PUBLIC = "public, max-age=60"
PRIVATE = "private, no-cache"
