from __future__ import annotations

import logging
import threading

import pytest
from django.core.management import get_commands

from marketplace.shop import worker


class TestJob:
    def test_runs_when_due_and_then_waits_its_time(self) -> None:
        job = worker.Job("check", 60)

        assert [job.run_if_due(now) for now in (1000.0, 1059.9, 1060.0)] == [True, False, True]

    def test_failure_is_logged_and_the_job_stays_due_later(self, caplog: pytest.LogCaptureFixture) -> None:
        job = worker.Job("no_such_command", 60)

        with caplog.at_level(logging.ERROR):
            job.run_if_due(1000.0)

        assert caplog.messages == ["no_such_command failed; it runs again in 60 s"]
        assert job.due_at == 1060.0


class TestRun:
    def test_stops_when_told(self) -> None:
        stop = threading.Event()
        stop.set()

        worker.run(stop=stop, jobs=[worker.Job("no_such_command", 1)])


class TestJobs:
    def test_every_command_exists(self) -> None:
        assert {job.command for job in worker.jobs()} <= set(get_commands())
