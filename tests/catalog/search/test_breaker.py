from __future__ import annotations

from catalog.search.breaker import Breaker


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


class TestBreaker:
    def test_opens_after_failures_in_a_row(self):
        breaker = Breaker(failures=3, pause_seconds=10, clock=Clock())
        for _ in range(2):
            breaker.failed()
        assert breaker.may_try()
        breaker.failed()

        assert not breaker.may_try()
        assert breaker.is_open

    def test_a_success_forgets_the_failures_before_it(self):
        breaker = Breaker(failures=2, clock=Clock())
        breaker.failed()
        breaker.succeeded()
        breaker.failed()

        assert breaker.may_try()

    def test_lets_one_caller_try_after_the_pause(self):
        clock = Clock()
        breaker = Breaker(failures=1, pause_seconds=10, clock=clock)
        breaker.failed()
        clock.now += 10

        assert [breaker.may_try(), breaker.may_try()] == [True, False]

    def test_a_failed_trial_closes_the_way_for_another_pause(self):
        clock = Clock()
        breaker = Breaker(failures=1, pause_seconds=10, clock=clock)
        breaker.failed()
        clock.now += 10
        breaker.may_try()
        breaker.failed()
        clock.now += 9

        assert not breaker.may_try()

    def test_a_good_trial_opens_the_way(self):
        clock = Clock()
        breaker = Breaker(failures=1, pause_seconds=10, clock=clock)
        breaker.failed()
        clock.now += 10
        breaker.may_try()
        breaker.succeeded()

        assert not breaker.is_open
        assert [breaker.may_try(), breaker.may_try()] == [True, True]
