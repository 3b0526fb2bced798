"""The two sites, each prepared once on the same PostgreSQL and served in the same way."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "bench"
# Oscar's documentation asks for these two beside Oscar itself; the marketplace needs neither.
_OSCAR_PACKAGES = ("whoosh==2.7.4", "sorl-thumbnail==13.4.0")
_START_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Settings:
    """`database` is the address of a PostgreSQL on which databases may be made."""

    database: str
    elasticsearch: str
    redis: str
    port: int = 8190
    workers: int = 2
    threads: int = 4
    # Of the databases and of the search index.
    prefix: str = "bench"


@dataclass(frozen=True, slots=True)
class Site:
    """`name` is "market" or "oscar"."""

    name: str
    size: int
    settings: Settings

    @property
    def folder(self) -> Path:
        return FOLDER / f"{self.name}-{self.size}"

    @property
    def _database_name(self) -> str:
        return f"{self.settings.prefix}_{self.name}_{self.size}"

    @property
    def catalogue(self) -> Path:
        return FOLDER / f"catalogue-{self.size}.jsonl"

    @property
    def database_url(self) -> str:
        return _database_url(self.settings.database, self._database_name)

    @property
    def environment(self) -> dict[str, str]:
        database = self.database_url
        if self.name == "oscar":
            packages = f"{ROOT}{os.pathsep}{FOLDER / 'packages'}"
            own = {"OSCAR_DATABASE_URL": database, "OSCAR_FOLDER": str(self.folder), "PYTHONPATH": packages}
            return {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "benchmarks.oscar_plain.settings"}
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "marketplace.settings.dev",
            "DATABASE_URL": database,
            "ELASTICSEARCH_URL": self.settings.elasticsearch,
            "REDIS_URL": self.settings.redis,
            "SEARCH_INDEX_PREFIX": f"{self.settings.prefix}-{self.size}",
            "MARKET_VAR": str(self.folder),
            "SITE_URL": f"http://127.0.0.1:{self.settings.port}",
            "EMAIL_URL": "file://",
            "LOG_LEVEL": "ERROR",
        }

    def prepare(self) -> float:
        """Seconds it took; nothing when it was prepared before."""
        done = self.folder / ".prepared"
        if done.exists():
            return float(done.read_text())
        self.folder.mkdir(parents=True, exist_ok=True)
        began = time.monotonic()
        _create_database(self.settings.database, self._database_name)
        for command in self._preparing():
            self._run(command)
        # Fresh statistics, as autovacuum would have given within minutes.
        with psycopg.connect(self.database_url) as connection:
            connection.autocommit = True
            connection.execute("VACUUM ANALYZE")
        seconds = time.monotonic() - began
        done.write_text(f"{seconds:.1f}")
        return seconds

    @contextmanager
    def served(self) -> Iterator[int]:
        """The server's process number, while it answers."""
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", self.settings.port)) == 0:
                raise SystemExit(f"port {self.settings.port} is taken: name another with --port")
        with (self.folder / "server.log").open("ab") as log:
            server = subprocess.Popen(
                self._server(), cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        try:
            self._wait(server)
            yield server.pid
        finally:
            server.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                server.wait(timeout=30)
            # Whatever of its own session is still there.
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)

    def _preparing(self) -> list[list[str]]:
        if self.name == "oscar":
            install = ["-m", "pip", "install", "--quiet", "--no-deps", "--target", str(FOLDER / "packages")]
            wanted = [] if (FOLDER / "packages" / "sorl").exists() else [[*install, *_OSCAR_PACKAGES]]
            return [*wanted, ["-m", "benchmarks.oscar_plain.load", str(self.catalogue)]]
        return [
            ["-m", "marketplace.launcher", "up", "--prepare-only", "--products", str(self.size)],
            ["-m", "benchmarks.catalogue", str(self.catalogue)],
            ["manage.py", "rebuild_index"],
        ]

    def _server(self) -> list[str]:
        workers, threads = str(self.settings.workers), str(self.settings.threads)
        if self.name == "market":
            port = ["--port", str(self.settings.port), "--workers", workers]
            return [sys.executable, "-m", "marketplace.launcher", "up", *port]
        # As the launcher of the marketplace starts it.
        return [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"),
            *("--port", str(self.settings.port), "--workers", workers, "--blocking-threads", threads),
            *("--no-ws", "--log-level", "warning", "benchmarks.oscar_plain.wsgi:application"),
        ]

    def _run(self, command: list[str]) -> None:
        with (self.folder / "prepare.log").open("ab") as log:
            code = subprocess.call([sys.executable, *command], cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        if code:
            tail = (self.folder / "prepare.log").read_text(errors="replace")[-2_000:]
            raise SystemExit(f"preparing {self.name} with {self.size} products failed:\n{tail}")

    def _wait(self, server: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until and server.poll() is None:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.settings.port}/", timeout=10).close()
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.3)
        tail = (self.folder / "server.log").read_text(errors="replace")[-2_000:]
        raise SystemExit(f"{self.name} did not start:\n{tail}")


def memory_megabytes(pid: int) -> float:
    """Of a process and all below it, shared pages counted once (PSS)."""
    total = 0
    for one in _family(pid):
        with suppress(OSError):
            for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total / 1024


def _family(pid: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            parents.setdefault(int(fields[1]), []).append(int(path.parent.name))
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += parents.get(one, [])
    return found


def _database_url(address: str, name: str) -> str:
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))


def _create_database(address: str, name: str) -> None:
    """Unless it is there: what prepares it goes on where it was interrupted."""
    with psycopg.connect(address, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
