"""A running market for the browser: its own folder, database, index and server process, seeded small."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_START_SECONDS = 60
# Nothing of the machine's own configuration may leak into it.
_LEFT_OUT = ("DATABASE_URL", "ELASTICSEARCH_URL", "REDIS_URL", "EMAIL_URL", "MEDIA_URL", "STRIPE_")


@dataclass(frozen=True)
class Market:
    address: str
    folder: Path
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Run a management command against the market's own database and answer what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise AssertionError(f"{' '.join(arguments)}: {done.stdout}\n{done.stderr}")
        return done.stdout

    def python(self, code: str) -> str:
        """Run a few lines of Python inside the project."""
        return self.manage("shell", "--no-imports", "-c", code)

    def log(self) -> str:
        """What the server wrote: console mail and codes sent by text message stand there."""
        return (self.folder / "server.log").read_text(encoding="utf-8")


@contextmanager
def running_market(folder: Path, *, products: int = 60) -> Iterator[Market]:
    port = _free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_LEFT_OUT)}
    environment = {
        **kept,
        "DJANGO_SETTINGS_MODULE": "tests.journeys.settings",
        "MARKET_VAR": str(folder),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "PYTHONUNBUFFERED": "1",
    }
    market = Market(f"http://127.0.0.1:{port}", folder, environment)
    market.manage("migrate", "--run-syncdb", "--verbosity", "0")
    market.manage("bootstrap_site", "--verbosity", "0")
    market.manage("compile_locale", "--verbosity", "0")
    market.manage("seed_demo", "--quiet", *_sized(market, products))
    market.manage("rebuild_index", "--verbosity", "0")
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(_command(port), cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            _wait(market, server)
            yield market
        finally:
            server.terminate()
            server.wait(timeout=20)


def _sized(market: Market, products: int) -> list[str]:
    return ["--products", str(products)] if "--products" in market.manage("seed_demo", "--help") else []


def _command(port: int) -> list[str]:
    granian = [sys.executable, "-m", "marketplace.launcher.web", "--interface", "wsgi", "--host", "127.0.0.1"]
    return [
        *granian,
        "--port",
        str(port),
        "--workers",
        "1",
        "--blocking-threads",
        "2",
        "--no-ws",
        "marketplace.wsgi:application",
    ]


def _wait(market: Market, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(f"{market.address}/robots.txt", timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"the market did not open:\n{market.log()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
