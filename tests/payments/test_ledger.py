from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from payments.domain import ledger
from payments.domain.ledger import AlreadyReversed, EntryKeyReused, Leg, NewEntry, UnbalancedEntry, credit, debit
from payments.models import Account, AccountCode, Entry, EntryEvent, Posting, triggers
from payments.queries import get_balance
from tests.payments.support import legs
from tests.support.orders import NOW, make_seller


def _new(*parts: Leg, key: str = "k1") -> NewEntry:
    parts = parts or (debit(AccountCode.BANK, 100), credit(AccountCode.SUSPENSE, 100))
    return NewEntry(event=EntryEvent.MONEY_UNMATCHED, key=key, legs=parts, at=NOW)


@pytest.mark.django_db
class TestPost:
    def test_legs_are_written_and_legs_of_nothing_are_not(self) -> None:
        entry = ledger.post(
            _new(
                debit(AccountCode.BANK, 100),
                credit(AccountCode.SUSPENSE, 60),
                credit(AccountCode.COMMISSION, 40),
                credit(AccountCode.VAT_WITHHELD, 0),
            )
        )

        assert legs(entry) == {"BANK": 100, "SUSPENSE": -60, "COMMISSION": -40}

    def test_any_amounts_balance(self) -> None:
        for amount in (1, 2, 999, 10**6 + 1, 10**12, 10**15):
            ledger.post(_new(debit(AccountCode.BANK, amount), credit(AccountCode.SUSPENSE, amount), key=str(amount)))

            assert get_balance(account=AccountCode.BANK) == -get_balance(account=AccountCode.SUSPENSE)

    def test_unbalanced_is_refused(self) -> None:
        for parts in (
            (debit(AccountCode.BANK, 100), credit(AccountCode.SUSPENSE, 99)),
            (debit(AccountCode.BANK, 0), credit(AccountCode.SUSPENSE, 0)),
            (debit(AccountCode.BANK, 100),),
        ):
            with pytest.raises(UnbalancedEntry):
                ledger.post(_new(*parts))

        assert (Entry.objects.count(), Posting.objects.count()) == (0, 0)

    def test_same_key_and_legs_give_the_entry_that_stands(self) -> None:
        assert ledger.post(_new()) == ledger.post(_new())
        assert Posting.objects.count() == 2

    def test_same_key_with_other_legs_is_refused(self) -> None:
        ledger.post(_new())

        with pytest.raises(EntryKeyReused):
            ledger.post(_new(debit(AccountCode.BANK, 101), credit(AccountCode.SUSPENSE, 101)))

        assert get_balance(account=AccountCode.BANK) == 100

    def test_sellers_have_accounts_of_their_own(self) -> None:
        lan, minh = make_seller("Chè Lan"), make_seller("Ong Minh")
        for seller, amount in ((lan, 100), (minh, 7), (lan, 20)):
            ledger.post(
                _new(
                    debit(AccountCode.ORDERS_HELD, amount),
                    credit(AccountCode.SELLER_PAYABLE, amount, seller.pk),
                    key=str(amount),
                )
            )

        assert get_balance(account=AccountCode.SELLER_PAYABLE, seller_id=lan.pk) == -120
        assert get_balance(account=AccountCode.SELLER_PAYABLE, seller_id=minh.pk) == -7
        assert get_balance(account=AccountCode.SELLER_PAYABLE) == -127


@pytest.mark.django_db
class TestReverse:
    def test_signs_are_turned_once(self) -> None:
        entry = ledger.post(_new())

        reversal = ledger.reverse(entry=entry, at=NOW, memo="ghi nhầm")

        assert legs(reversal) == {"BANK": -100, "SUSPENSE": 100}
        assert reversal.reverses == entry
        assert get_balance(account=AccountCode.BANK) == 0
        with pytest.raises(AlreadyReversed):
            ledger.reverse(entry=entry, at=NOW, memo="")


@pytest.mark.django_db
class TestDatabase:
    """What nobody can do, not even with SQL."""

    def _refused(self, sql: str, *values: object) -> None:
        with pytest.raises(IntegrityError, match="ledger:"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)

    def test_all_triggers_stand(self) -> None:
        assert triggers.missing() == []

    def test_nothing_is_changed_or_deleted(self) -> None:
        ledger.post(_new())

        self._refused("DELETE FROM payments_entry")
        self._refused("DELETE FROM payments_posting")
        self._refused("UPDATE payments_posting SET amount = amount * 2")
        self._refused("UPDATE payments_entry SET memo = 'x'")
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            Posting.objects.filter(amount=100).update(amount=1)
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            Posting.objects.all()._raw_delete("default")

        assert sorted(Posting.objects.values_list("amount", flat=True)) == [-100, 100]

    @pytest.mark.postgres
    def test_truncate_is_refused(self) -> None:
        ledger.post(_new())
        connection.check_constraints()

        self._refused("TRUNCATE payments_posting, payments_entry CASCADE")

    def test_entry_without_balance_is_refused(self) -> None:
        account = Account.objects.create(code=AccountCode.BANK)
        for amounts in ((), (5,), (5, -4), (5, -5, 1)):
            entry = Entry(event=EntryEvent.MONEY_UNMATCHED, key=uuid.uuid4().hex, fingerprint="", at=NOW)
            with transaction.atomic():
                Posting.objects.bulk_create(Posting(entry=entry, account=account, amount=a) for a in amounts)
                with pytest.raises(IntegrityError, match="sum to zero"), transaction.atomic():
                    entry.save(force_insert=True)
                transaction.set_rollback(True)

        assert Entry.objects.count() == 0

    def test_standing_entry_takes_no_more_legs(self) -> None:
        entry = ledger.post(_new())
        account = Account.objects.first()

        with pytest.raises(IntegrityError, match="sealed"), transaction.atomic():
            Posting.objects.bulk_create([Posting(entry=entry, account=account, amount=a) for a in (1, -1)])

        assert entry.postings.count() == 2

    def test_leg_of_nothing_is_refused(self) -> None:
        account = Account.objects.create(code=AccountCode.BANK)

        with pytest.raises(IntegrityError), transaction.atomic():
            Posting.objects.create(entry_id=uuid.uuid4(), account=account, amount=0)


@pytest.mark.django_db(transaction=True)
class TestFlush:
    def test_legs_without_an_entry_do_not_commit(self) -> None:
        account = Account.objects.create(code=AccountCode.BANK)

        with pytest.raises(IntegrityError), transaction.atomic():
            Posting.objects.bulk_create([Posting(entry_id=uuid.uuid4(), account=account, amount=a) for a in (1, -1)])

        assert Posting.objects.count() == 0

    @pytest.mark.parametrize("time", [1, 2])
    def test_triggers_stand_again_after_a_test_emptied_the_tables(self, time: int) -> None:
        assert triggers.missing() == []
        assert Entry.objects.count() == 0
        ledger.post(_new())
