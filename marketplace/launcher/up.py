"""`./market up`: prepare in a process of its own, then keep the web server and the worker running until Ctrl-C."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from marketplace.demo import cast

ROOT = Path(__file__).resolve().parents[2]
_START_SECONDS = 60
_STOP_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asked for. `products` 0 is the demo's own size."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    products: int = 0
    is_demo: bool = True
    is_dev: bool = False
    is_serving: bool = True

    @classmethod
    def from_options(cls, options: argparse.Namespace) -> Wish:
        return cls(
            host=options.host,
            port=options.port,
            workers=options.workers,
            products=options.products,
            is_demo=not options.no_demo,
            is_dev=options.dev,
            is_serving=not options.prepare_only,
        )

    @property
    def site_url(self) -> str:
        host = "localhost" if self.host in {"127.0.0.1", "0.0.0.0", "::1", "::"} else self.host  # noqa: S104  # compared, not bound
        return f"http://{host}:{self.port}"


def run(wish: Wish) -> int:
    console = Console()
    # Also where a shell started us in the background and had SIGINT ignored.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _raise_interrupt)
    if wish.is_serving and not _is_free(wish.host, wish.port):
        console.print(f"Port {wish.port} is taken. Choose another: ./market up --port {wish.port + 1}", style="red")
        return 1
    environment = _environment(wish)
    prepared = subprocess.call([sys.executable, "-m", "marketplace.launcher.prepare", *_demo(wish)], env=environment)
    if prepared or not wish.is_serving:
        return prepared
    return _serve(wish, environment, console)


def _environment(wish: Wish) -> dict[str, str]:
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    # By default every thread gets a heap of its own, from which little comes back.
    environment.setdefault("MALLOC_ARENA_MAX", "2")
    environment.setdefault("SITE_URL", wish.site_url)
    if wish.is_dev:
        environment["DEBUG"] = "1"
    if wish.host not in {"127.0.0.1", "localhost", "::1"}:
        environment.setdefault("ALLOWED_HOSTS", ",".join(sorted(_own_names() | {wish.host})))
    return environment


def _own_names() -> set[str]:
    """The names and addresses under which a phone in the same network may call this machine."""
    names = {"localhost", "127.0.0.1", "[::1]", socket.gethostname()}
    try:
        names.update(str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET))
    except OSError:
        return names
    return names


def _demo(wish: Wish) -> list[str]:
    if not wish.is_demo:
        return ["--no-demo"]
    return ["--products", str(wish.products)] if wish.products else []


def _serve(wish: Wish, environment: dict[str, str], console: Console) -> int:
    worker = [sys.executable, "manage.py", "run_worker"]
    children = [_start(_web(wish), environment), _start(worker, environment)]
    try:
        if not _wait_until_up(wish, children[0]):
            console.print("The server did not start; its messages stand above.", style="red")
            return 1
        _print_addresses(wish, console)
        # The worker starts again by itself when it dies; without the web server there is nothing left to do.
        while children[0].poll() is None:
            if children[1].poll() is not None:
                children[1] = _start(worker, environment)
            time.sleep(1)
        return children[0].returncode
    except KeyboardInterrupt:
        console.print("\nStopping.")
        return 0
    finally:
        _stop(children)


def _start(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    # In a session of its own: Ctrl-C reaches this process only, which then stops the children in order.
    return subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)


def _web(wish: Wish) -> list[str]:
    var = Path(os.environ.get("MARKET_VAR") or ROOT / "var")
    command = [
        *(
            sys.executable,
            "-m",
            "marketplace.launcher.web",
            "--interface",
            "wsgi",
            "--host",
            wish.host,
            "--port",
            str(wish.port),
        ),
        *("--workers", str(wish.workers), "--blocking-threads", "4", "--no-ws", "--log-level", "warning"),
        *("--respawn-failed-workers", "--workers-kill-timeout", str(_STOP_SECONDS)),
    ]
    if not os.environ.get("MEDIA_URL"):
        (var / "media").mkdir(parents=True, exist_ok=True)
        # Photos are named by their digest and never change, so a browser may keep them.
        command += ["--static-path-route", "/media", "--static-path-mount", str(var / "media")]
        command += ["--static-path-expires", "30d"]
    if wish.is_dev:
        command += ["--reload", "--reload-paths", str(ROOT)]
    return [*command, "marketplace.wsgi:application"]


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _wait_until_up(wish: Wish, server: subprocess.Popen[bytes]) -> bool:
    address = f"http://localhost:{wish.port}/api/v1/health/live"
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):  # our own address
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.2)
    return False


def _print_addresses(wish: Wish, console: Console) -> None:
    url = wish.site_url
    console.print(f"\n[bold green]The market is open:[/] [link={url}]{url}[/]")
    console.print(f"  officers' desk {url}/cms/   administration {url}/quan-tri/   API {url}/api/v1/docs")
    if wish.is_demo:
        console.print(_accounts())
    console.print("Stop with Ctrl-C. Start again with the same command: nothing is lost.")


def _accounts() -> Table:
    table = Table(title="Demo accounts (password: " + cast.DEMO_PASSWORD + ")", title_justify="left")
    for heading in ("who", "phone", "e-mail", "role"):
        table.add_column(heading)
    for person, role in (
        (cast.HOA, "shopper"),
        (cast.LAN, "tea farmer"),
        (cast.HUNG, "cooperative's clerk"),
        (cast.MINH, "honey farmer"),
        (cast.VAN, "provincial officer"),
        (cast.ADMIN, "administrator"),
    ):
        table.add_row(f"{person.last_name} {person.first_name}", person.phone, person.email, role)
    return table


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + _STOP_SECONDS + 2
    for child in children:
        try:
            child.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)


def _raise_interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt
