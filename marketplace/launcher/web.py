"""granian with the site loaded before it forks its workers, so that they share that memory.

The arguments are granian's. With --reload, or where processes are not forked (macOS), the workers load the site
themselves.
"""

from __future__ import annotations

import gc
import multiprocessing
import sys

from granian.cli import entrypoint


def main() -> None:
    if "--reload" not in sys.argv and multiprocessing.get_start_method() == "fork":
        _load_site()
    entrypoint()


def _load_site() -> None:
    from django.db import connections
    from django.urls import get_resolver

    import marketplace.wsgi  # noqa: F401  # reads the settings and refuses unsafe ones

    # The views, forms and templates' libraries come with the addresses.
    _ = get_resolver().url_patterns
    # No worker may inherit a connection that another one uses.
    connections.close_all()
    gc.collect()
    # What lives on is never looked at by the collector again, whose marks would copy the shared pages.
    gc.freeze()


if __name__ == "__main__":
    main()
