from __future__ import annotations

from datetime import date, timedelta

import pytest

from marketplace.kernel.errors import MarketplaceError
from payments.domain.idempotency import KEPT_FOR, BadIdempotencyKey, IdempotencyConflict, forget_old, once
from payments.models import IdempotencyKey
from tests.support.orders import NOW

pytestmark = pytest.mark.django_db


class Act:
    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> dict[str, int]:
        self.times += 1
        return {"order": self.times}


def _once(act, key="k1", body=None, scope="checkout:1"):
    return once(scope=scope, key=key, body=body or {"amount": 1}, at=NOW, act=act)


class TestOnce:
    def test_same_key_and_body_give_the_same_answer(self) -> None:
        act = Act()

        answers = [_once(act) for _ in range(3)]

        assert [(a.value, a.is_repeat) for a in answers] == [
            ({"order": 1}, False),
            ({"order": 1}, True),
            ({"order": 1}, True),
        ]
        assert act.times == 1

    def test_another_body_is_refused(self) -> None:
        act = Act()
        _once(act)

        with pytest.raises(IdempotencyConflict):
            _once(act, body={"amount": 2})

        assert act.times == 1

    def test_order_of_the_body_does_not_matter(self) -> None:
        act = Act()
        _once(act, body={"a": 1, "b": date(2026, 11, 24)})

        assert _once(act, body={"b": date(2026, 11, 24), "a": 1}).is_repeat

    def test_keys_of_others_are_others(self) -> None:
        act = Act()

        assert [_once(act, scope=scope).value["order"] for scope in ("checkout:1", "checkout:2")] == [1, 2]

    def test_refused_action_leaves_the_key_free(self) -> None:
        def refuse() -> None:
            raise MarketplaceError("Hết hàng")

        with pytest.raises(MarketplaceError, match="Hết hàng"):
            _once(refuse)

        assert IdempotencyKey.objects.count() == 0
        assert not _once(Act()).is_repeat

    def test_key_must_be_sensible(self) -> None:
        for key in ("", "k" * 121, "khoá", "a\x00b", "a\nb"):
            with pytest.raises(BadIdempotencyKey):
                _once(Act(), key=key)

        assert IdempotencyKey.objects.count() == 0


class TestForgetOld:
    def test_after_three_days(self) -> None:
        _once(Act())

        assert forget_old(at=NOW + KEPT_FOR) == 0
        assert forget_old(at=NOW + KEPT_FOR + timedelta(seconds=1)) == 1
