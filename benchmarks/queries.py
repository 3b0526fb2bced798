"""How many queries each page asks, warm, on either site: run inside the site's own settings."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from benchmarks.sites import ROOT, Site


def count(site: Site, addresses: dict[str, str]) -> dict[str, int]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.queries", json.dumps(addresses)],
        cwd=ROOT,
        env=site.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    counted: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return counted


def main(addresses: dict[str, str]) -> None:
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    found = {}
    for name, address in addresses.items():
        # By a visitor who comes back, and by one whom the page cache does not know yet.
        client = Client(headers={"host": "127.0.0.1"})
        client.get(address, follow=True)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(f"{address}{'&' if '?' in address else '?'}x=1", follow=True)
        found[name] = len(queries)
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.dev")
    main(json.loads(sys.argv[1]))
