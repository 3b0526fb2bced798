"""`./market`: start, test, reset, examine and measure the project."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str] | None = None) -> int:
    words = sys.argv[1:] if arguments is None else arguments
    # What follows `test` and `bench` belongs to pytest and the benchmark, whatever it looks like.
    if words[:1] == ["test"]:
        return _run_tests(words[1:])
    if words[:1] == ["bench"]:
        return subprocess.call([sys.executable, "-m", "benchmarks.run", *words[1:]], cwd=ROOT)
    return _dispatch(_parser().parse_args(words))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./market", description="The farm marketplace of Thái Nguyên")
    commands = parser.add_subparsers(dest="command", required=True)

    up = commands.add_parser("up", help="prepare whatever is missing, then serve")
    up.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    up.add_argument("--port", type=_port, default=8000, help="port to listen on (default 8000)")
    up.add_argument("--workers", type=int, default=2, help="web processes (default 2)")
    up.add_argument("--products", type=int, default=0, help="size of the demo catalogue (default: about 1,200)")
    up.add_argument("--no-demo", action="store_true", help="start with an empty shop")
    up.add_argument("--dev", action="store_true", help="show errors and reload on change")
    up.add_argument("--prepare-only", action="store_true", help="prepare, then stop without serving")

    commands.add_parser("doctor", help="say what is configured, reachable and missing")
    reset = commands.add_parser("reset", help="delete the database, photos and search index")
    reset.add_argument("--yes", action="store_true", help="do not ask")
    commands.add_parser("test", help="run the tests: ./market test [pytest arguments]")
    commands.add_parser("bench", help="measure against plain Oscar: ./market bench [--quick]")
    return parser


def _dispatch(options: argparse.Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.dev")
    if options.command == "up":
        from marketplace.launcher import up

        return up.run(up.Wish.from_options(options))
    if options.command == "doctor":
        from marketplace.launcher import doctor

        return doctor.run()
    from marketplace.launcher import reset

    return reset.run(is_confirmed=options.yes)


def _run_tests(arguments: list[str]) -> int:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "marketplace.settings.test"}
    return subprocess.call([sys.executable, "-m", "pytest", *arguments], cwd=ROOT, env=environment)


def _port(text: str) -> int:
    port = int(text)
    if not 1 <= port <= 65_535:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return port


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
