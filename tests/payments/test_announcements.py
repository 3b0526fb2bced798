from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from payments import signals
from payments.domain import announcements, charges
from payments.domain.settling import settle
from payments.models import ChargeEvent
from tests.payments.support import open_for, pay
from tests.support.orders import NOW, make_order, make_seller

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


class Receiver:
    def __init__(self) -> None:
        self.heard: list[str] = []
        self.is_broken = False

    def hear(self, charge, event, at, **kwargs) -> None:
        if self.is_broken:
            raise RuntimeError("ngã")
        self.heard.append(f"{event.kind} {charge.state}")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Alone, so that what other layers do with a bare order does not matter here."""
    told = (signals.charge_succeeded, signals.charge_failed, signals.charge_expired, signals.charge_cancelled)
    others = [signal.receivers for signal in told]
    receiver = Receiver()
    for signal in told:
        signal.receivers = []
        signal.connect(receiver.hear)
    yield receiver
    for signal, former in zip(told, others, strict=True):
        signal.receivers = former


@pytest.fixture
def charge():
    return open_for(make_order((make_seller(), 100_000, 0)))


class TestAnnounce:
    def test_every_end_is_told_after_commit(self, receiver, django_capture_on_commit_callbacks) -> None:
        for close in (
            pay,
            lambda c: charges.fail(charge=c, reason="", at=NOW),
            lambda c: charges.cancel(charge=c, reason="", at=NOW),
            lambda c: charges.expire_due(at=NOW + timedelta(hours=1)),
        ):
            with django_capture_on_commit_callbacks(execute=True):
                close(open_for(make_order((make_seller(), 100_000, 0))))
                before = list(receiver.heard)
            assert len(receiver.heard) == len(before) + 1

        assert receiver.heard == [
            "SUCCEEDED SUCCEEDED",
            "FAILED FAILED",
            "CANCELLED CANCELLED",
            "EXPIRED EXPIRED",
        ]
        assert not ChargeEvent.objects.filter(kind="SUCCEEDED", announced_at=None).exists()

    def test_one_that_was_lost_after_commit_is_told_by_settle(self, receiver, charge) -> None:
        # The process dies between commit and signal: the callbacks never run.
        pay(charge)
        assert receiver.heard == []

        assert settle(at=LATER).announced == 1
        assert settle(at=LATER).announced == 0
        assert receiver.heard == ["SUCCEEDED SUCCEEDED"]

    def test_broken_receiver_is_called_again_until_it_has_done_its_part(self, receiver, charge) -> None:
        receiver.is_broken = True
        pay(charge)

        assert settle(at=LATER).announced == 0
        receiver.is_broken = False
        assert settle(at=LATER).announced == 1

        assert receiver.heard == ["SUCCEEDED SUCCEEDED"]

    def test_fresh_event_is_left_to_its_own_callback(self, receiver, charge) -> None:
        pay(charge)

        assert announcements.announce_again(at=NOW) == 0
