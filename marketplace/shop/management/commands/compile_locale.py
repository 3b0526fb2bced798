from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages import mofile, pofile
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compiles the message catalogues that have changed; needs no gettext on the machine."

    def handle(self, *args: Any, **options: Any) -> None:
        compiled = [source for source in _sources() if _compile(source)]
        if options["verbosity"]:
            self.stdout.write(f"{len(compiled)} catalogues compiled")


def _sources() -> Iterator[Path]:
    for app in ("marketplace", "catalog", "sellers", "payments", "cms"):
        yield from sorted((settings.ROOT / app).glob("**/locale/*/LC_MESSAGES/*.po"))


def _compile(source: Path) -> bool:
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return False
    with source.open("rb") as file:
        catalogue = pofile.read_po(file, locale=source.parent.parent.name)
    # Written aside and moved: a process that starts meanwhile never reads half a catalogue.
    aside = target.with_suffix(".new")
    with aside.open("wb") as file:
        mofile.write_mo(file, catalogue)
    aside.replace(target)
    return True
