from __future__ import annotations

import pytest

from payments.domain import audit, charges, unmatched
from payments.domain.unmatched import AlreadyDealtWith
from payments.models import Entry, UnmatchedMoney
from tests.payments.support import legs, open_for, pay
from tests.support.orders import NOW, make_order, make_seller

pytestmark = pytest.mark.django_db


class TestGiveBack:
    def test_late_money_goes_back_once(self) -> None:
        charge = open_for(make_order((make_seller(), 100_000, 0)), "bank_transfer")
        charges.cancel(charge=charge, reason="", at=NOW)
        pay(charge)
        waiting = UnmatchedMoney.objects.get()

        unmatched.give_back(unmatched=waiting, provider_id="FT9", by_id=None, note="đã trả", at=NOW)
        with pytest.raises(AlreadyDealtWith):
            unmatched.give_back(unmatched=waiting, provider_id="FT10", by_id=None, note="", at=NOW)

        waiting.refresh_from_db()
        assert (waiting.state, waiting.provider_id, waiting.note) == ("RETURNED", "FT9", "đã trả")
        assert legs(Entry.objects.get(event="UNMATCHED_RETURNED")) == {"SUSPENSE": 100_000, "BANK": -100_000}
        assert audit.find_differences() == []

    def test_short_transfer_given_back_does_not_count_any_more(self) -> None:
        charge = open_for(make_order((make_seller(), 100_000, 0)), "bank_transfer")
        pay(charge, 60_000, "FT1")
        unmatched.give_back(unmatched=UnmatchedMoney.objects.get(), provider_id="FT9", by_id=None, note="", at=NOW)

        assert pay(charge, 60_000, "FT2").captured_amount == 0
        assert pay(charge, 40_000, "FT3").captured_amount == 100_000
        assert audit.find_differences() == []
