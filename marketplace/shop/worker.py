"""What goes on beside the web processes: the indexer, and the commands that are due again and again.

Every command here is idempotent and finds by itself what there is to do, so a run that is missed, repeated or
killed half way costs time and nothing else. One failing job never stops the others.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.core.management import call_command
from django.db import close_old_connections

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Job:
    command: str
    every_seconds: int
    due_at: float = field(default=0.0)

    def run_if_due(self, now: float) -> bool:
        """`now` counts monotonic seconds. A failure is logged and tried again when the job is next due."""
        if now < self.due_at:
            return False
        self.due_at = now + self.every_seconds
        try:
            call_command(self.command, verbosity=0)
        except Exception:
            logger.exception("%s failed; it runs again in %s s", self.command, self.every_seconds)
        return True


def jobs() -> list[Job]:
    return [
        Job("settle_charges", 60),
        Job("settle_orders", 20),
        Job("publish_scheduled", 60),
        Job("erase_accounts", 3600),
    ]


def run(*, stop: threading.Event, jobs: Sequence[Job], clock: Callable[[], float] = time.monotonic) -> None:
    """Until `stop` is set."""
    while not stop.is_set():
        close_old_connections()
        for job in jobs:
            if not stop.is_set():
                job.run_if_due(clock())
        stop.wait(1)
