"""A small HTTP client that costs the measured machine little: one socket, cookies, forms, nothing else."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

_COOKIE = re.compile(rb"^set-cookie:\s*([^=;\s]+)=([^;\r\n]*)", re.I | re.M)
_LENGTH = re.compile(rb"^content-length:\s*(\d+)", re.I | re.M)
_CHUNKED = re.compile(rb"^transfer-encoding:\s*chunked", re.I | re.M)
_CLOSE = re.compile(rb"^connection:\s*close", re.I | re.M)
_LOCATION = re.compile(rb"^location:\s*([^\r\n]+)", re.I | re.M)


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    head: bytes
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def location(self) -> str:
        found = _LOCATION.search(self.head)
        return found.group(1).decode().strip() if found else ""


class Browser:
    """One visitor: keeps the connection and the cookies, follows nothing by itself."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        # What a task remembers between two turns: a form's token and how often it was used.
        self.kept: tuple[str, int] | None = None
        self._socket: socket.socket | None = None

    def get(self, path: str, headers: Iterable[tuple[str, str]] = ()) -> Reply:
        return self._ask("GET", path, b"", headers)

    def post(self, path: str, fields: dict[str, object], headers: Iterable[tuple[str, str]] = ()) -> Reply:
        body = urlencode(fields, doseq=True).encode()
        sent = [("Content-Type", "application/x-www-form-urlencoded"), *headers]
        return self._ask("POST", path, body, sent)

    def follow(self, reply: Reply, most: int = 6) -> tuple[Reply, str]:
        """Go where redirects lead; the last answer and its path."""
        path = ""
        while reply.status in (301, 302, 303) and most:
            parts = urlsplit(reply.location)
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            reply, most = self.get(path), most - 1
        return reply, path

    def forget(self) -> None:
        self.cookies.clear()
        self.kept = None

    def close(self) -> None:
        if self._socket:
            self._socket.close()
            self._socket = None

    def _ask(self, method: str, path: str, body: bytes, headers: Iterable[tuple[str, str]]) -> Reply:
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Accept-Language: vi"]
        lines += [f"{name}: {value}" for name, value in headers]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if method == "POST":
            lines.append(f"Content-Length: {len(body)}")
        request = ("\r\n".join(lines) + "\r\n\r\n").encode() + body
        try:
            reply = self._exchange(request)
        except (ConnectionError, BrokenPipeError):
            # The server had closed the idle connection.
            self.close()
            reply = self._exchange(request)
        for name, value in _COOKIE.findall(reply.head):
            self.cookies[name.decode()] = value.decode()
        return reply

    def _exchange(self, request: bytes) -> Reply:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        buffer = bytearray()
        while (end := buffer.find(b"\r\n\r\n")) < 0:
            self._read(buffer)
        head = bytes(buffer[:end])
        body = self._body(head, buffer[end + 4 :])
        if _CLOSE.search(head):
            self.close()
        return Reply(status=int(head[9:12]), head=head, body=body)

    def _body(self, head: bytes, rest: bytearray) -> bytes:
        if _CHUNKED.search(head):
            return self._chunks(rest)
        found = _LENGTH.search(head)
        length = int(found.group(1)) if found else 0
        while len(rest) < length:
            self._read(rest)
        return bytes(rest)

    def _chunks(self, rest: bytearray) -> bytes:
        body = bytearray()
        while True:
            while (end := rest.find(b"\r\n")) < 0:
                self._read(rest)
            size = int(rest[:end].split(b";")[0], 16)
            while len(rest) < end + 2 + size + 2:
                self._read(rest)
            if not size:
                return bytes(body)
            body += rest[end + 2 : end + 2 + size]
            del rest[: end + 2 + size + 2]

    def _read(self, buffer: bytearray) -> None:
        if self._socket is None:
            raise ConnectionError
        data = self._socket.recv(262_144)
        if not data:
            raise ConnectionError("closed by the server")
        buffer += data


# One measured operation by one visitor; raises Failed when the answer is not what a person would have wanted.
Task = Callable[[Browser, int], None]


class Failed(Exception):
    pass


@dataclass(slots=True)
class Sample:
    """What one cell of the table is made of. Times are milliseconds."""

    clients: int
    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds if self.seconds else 0.0

    def percentile(self, percent: float) -> float:
        if not self.times:
            return 0.0
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def measure(*, port: int, task: Task, clients: int, seconds: float, most: int = 20_000) -> Sample:
    """Let `clients` visitors repeat the task for `seconds`, at most `most` times together."""
    sample = Sample(clients=clients)
    lock = threading.Lock()
    left = [most]
    until = time.monotonic() + seconds

    def visit(number: int) -> None:
        browser = Browser(port)
        times, failures, turn = [], [], 0
        while time.monotonic() < until and left[0] > 0:
            left[0] -= 1
            began = time.perf_counter()
            try:
                task(browser, number * 1_000_003 + turn)
            except (Failed, OSError) as error:
                failures.append(f"{type(error).__name__}: {error}"[:200])
                browser.close()
                browser.forget()
            else:
                times.append((time.perf_counter() - began) * 1000)
            turn += 1
        browser.close()
        with lock:
            sample.times += times
            sample.failures += failures

    began = time.monotonic()
    threads = [threading.Thread(target=visit, args=(number,), daemon=True) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sample.seconds = time.monotonic() - began
    return sample
