from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from catalog.search.indexer import Indexer
from marketplace.shop import worker


class Command(BaseCommand):
    # They load every view and form, which this process never uses: 30 MB.
    requires_system_checks = ()
    help = "Carries changes to the search index and runs what is due, until it is told to stop."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        carrying = threading.Thread(target=Indexer().run, args=[stop], name="indexer")
        carrying.start()
        worker.run(stop=stop, jobs=worker.jobs())
        carrying.join()
