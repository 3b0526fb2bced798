"""The site in processes of its own, on the database of the test, and browsers that all press at the same moment."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Barrier
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection

_CSRF = "a" * 32


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    location: str
    text: str


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser: its cookies, as the test made them."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        cookies = {"csrftoken": _CSRF} | self.cookies
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
            "X-CSRFToken": _CSRF,
        }
        server = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            server.request("POST", path, urlencode(fields), headers)
            response = server.getresponse()
            body = response.read().decode()
            return Answer(response.status, response.headers.get("Location", ""), body)
        finally:
            server.close()


def all_at_once(presses: Sequence[tuple[Visitor, str, dict[str, str]]]) -> list[Answer]:
    barrier = Barrier(len(presses))

    def press(one: tuple[Visitor, str, dict[str, str]]) -> Answer:
        visitor, path, fields = one
        barrier.wait()
        return visitor.post(path, fields)

    with ThreadPoolExecutor(len(presses)) as pool:
        return list(pool.map(press, presses))


@contextmanager
def running_site(workers: int = 2) -> Iterator[int]:
    """The port of granian with so many processes, as `./market up` starts it."""
    port = _free_port()
    command = [sys.executable, "-m", "marketplace.launcher.web", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += [
        "--port",
        str(port),
        "--workers",
        str(workers),
        "--blocking-threads",
        "4",
        "--no-ws",
        "--log-level",
        "warning",
    ]
    server = subprocess.Popen([*command, "marketplace.wsgi:application"], env=_environment(), cwd=settings.ROOT)
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _environment() -> dict[str, str]:
    database = connection.settings_dict
    address = (
        f"postgresql://{quote(database['USER'])}:{quote(database['PASSWORD'])}@{database['HOST']}:{database['PORT']}"
    )
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.test",
        "DATABASE_URL": f"{address}/{database['NAME']}",
        "SECRET_KEY": settings.SECRET_KEY,
    }


def _wait_for(port: int, server: subprocess.Popen[bytes], seconds: int = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"the site ended with {server.returncode}")
        try:
            probe = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            probe.request("GET", "/don-hang/")
            if probe.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.3)
    raise RuntimeError(f"the site did not answer on port {port} within {seconds} s")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
