from __future__ import annotations

import signal
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand

from catalog.search.indexer import Indexer, pending


class Command(BaseCommand):
    help = "Carries changed products to the search engines until it is told to stop (SIGTERM, SIGINT)."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        indexer = Indexer(say=self._say)
        names = ", ".join(engine.name for engine in indexer.engines)
        self._say(f"indexer: {names}; {pending()} changes wait")
        indexer.run(stop)
        self._say("indexer: stopped")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
