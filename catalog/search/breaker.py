"""A circuit breaker: a part that keeps failing is left alone for a while, then tried by one caller."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock


class Breaker:
    """Opens after `failures` in a row, for `pause_seconds`; then one trial decides (half-open)."""

    def __init__(
        self, failures: int = 3, pause_seconds: float = 10.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit = failures
        self._pause = pause_seconds
        self._clock = clock
        self._failed = 0
        self._closed_from = 0.0
        self._lock = Lock()

    @property
    def is_open(self) -> bool:
        return self._failed >= self._limit

    def may_try(self) -> bool:
        """Whether to ask now. While open it says yes to one caller a pause."""
        with self._lock:
            if self._failed < self._limit:
                return True
            if self._clock() < self._closed_from:
                return False
            self._closed_from = self._clock() + self._pause
            return True

    def succeeded(self) -> None:
        with self._lock:
            self._failed = 0

    def failed(self) -> None:
        with self._lock:
            self._failed += 1
            if self._failed >= self._limit:
                self._closed_from = self._clock() + self._pause
