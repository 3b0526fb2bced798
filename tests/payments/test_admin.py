from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.demo.cast import HOA, VAN
from payments.domain import audit, charges, refunds
from payments.domain.refunds import RefundRequest
from payments.models import (
    Charge,
    ChargeState,
    Entry,
    ReceivedMoney,
    Refund,
    RefundState,
    UnmatchedMoney,
    UnmatchedState,
)
from tests.payments.support import LATER, open_for, pay
from tests.support.orders import NOW, make_order, make_seller

pytestmark = pytest.mark.django_db


@pytest.fixture
def van(client) -> User:
    """The officer, signed in."""
    user = User.objects.create_user(VAN.phone, "x", is_staff=True)
    user.groups.add(Group.objects.get(name="Kế toán"))
    client.force_login(user)
    return user


@pytest.fixture
def charge() -> Charge:
    return open_for(make_order((make_seller("Chè Lan"), 250_000, 30_000)), "bank_transfer")


def _confirm_url(charge: Charge) -> str:
    return reverse("admin:payments_charge_confirm", args=[charge.pk])


class TestLedgerPages:
    def test_nothing_of_the_money_is_added_changed_or_deleted(self, client, rf) -> None:
        request = rf.get("/")
        request.user = User.objects.create_superuser("0912000009", "x")
        pages = [page for model, page in admin.site._registry.items() if model._meta.app_label == "payments"]

        assert len(pages) == 8
        for page in pages:
            assert not page.has_add_permission(request)
            assert not page.has_change_permission(request)
            assert not page.has_delete_permission(request)
            assert "delete_selected" not in page.get_actions(request)

    def test_lists_and_rows_open(self, client, van, charge) -> None:
        pay(charge, 300_000)
        given = refunds.refund(
            charge=charge, request=RefundRequest(amount=1_000, reason="", idempotency_key="k"), at=NOW
        )
        for name, pk in (
            ("charge", charge.pk),
            ("entry", Entry.objects.first().pk),
            ("refund", given.pk),
            ("unmatchedmoney", UnmatchedMoney.objects.get().pk),
            ("receivedmoney", ReceivedMoney.objects.get().pk),
        ):
            assert client.get(reverse(f"admin:payments_{name}_changelist")).status_code == 200, name
            assert client.get(reverse(f"admin:payments_{name}_change", args=[pk])).status_code == 200, name
        for name in ("account", "settlementline", "webhookcall"):
            assert client.get(reverse(f"admin:payments_{name}_changelist")).status_code == 200, name

    def test_list_of_charges_costs_the_same_for_one_and_three(self, client, van, django_assert_num_queries) -> None:
        url = reverse("admin:payments_charge_changelist")
        for rows in (1, 3):
            while Charge.objects.count() < rows:
                open_for(make_order((make_seller(), 250_000, 30_000)), "bank_transfer")
            client.get(url)
            with django_assert_num_queries(9):
                client.get(url)


class TestConfirmTransfer:
    def test_right_amount_pays_the_charge(self, client, van, charge) -> None:
        response = client.post(_confirm_url(charge), {"amount": "280000", "provider_id": "ft 26328 0001"})

        assert response["Location"] == reverse("admin:payments_charge_changelist")
        charge.refresh_from_db()
        assert charge.state == ChargeState.SUCCEEDED
        received = ReceivedMoney.objects.get()
        assert (received.provider_id, received.amount, received.confirmed_by) == ("FT263280001", 280_000, van)

    def test_pressed_twice_it_counts_once(self, client, van, charge) -> None:
        for _ in range(2):
            client.post(_confirm_url(charge), {"amount": "280000", "provider_id": "FT1", "is_different": "on"})

        assert (Entry.objects.count(), UnmatchedMoney.objects.count()) == (1, 0)

    def test_another_amount_is_asked_about_first(self, client, van, charge) -> None:
        for amount in ("279999", "300000"):
            page = client.post(_confirm_url(charge), {"amount": amount, "provider_id": "FT1"}).content.decode()
            assert "280.000" in page

        assert ReceivedMoney.objects.count() == 0

    def test_short_transfer_waits_and_the_rest_pays(self, client, van, charge) -> None:
        client.post(_confirm_url(charge), {"amount": "200000", "provider_id": "FT1", "is_different": "on"})
        charge.refresh_from_db()
        assert charge.state == ChargeState.OPEN

        client.post(_confirm_url(charge), {"amount": "80000", "provider_id": "FT2", "is_different": "on"})

        charge.refresh_from_db()
        assert charge.state == ChargeState.SUCCEEDED
        assert audit.find_differences() == []

    def test_late_transfer_goes_to_the_queue(self, client, van, charge) -> None:
        charges.expire_due(at=LATER + timedelta(hours=72))
        assert (
            "hàng chờ" in client.post(_confirm_url(charge), {"amount": "280000", "provider_id": "FT1"}).content.decode()
        )

        client.post(_confirm_url(charge), {"amount": "280000", "provider_id": "FT1", "is_different": "on"})

        assert UnmatchedMoney.objects.get().reason == "LATE"

    def test_transfer_named_for_another_charge_is_refused_in_words(self, client, van, charge) -> None:
        other = open_for(make_order((make_seller(), 280_000, 0)), "bank_transfer")
        pay(other, provider_id="FT1")

        page = client.post(_confirm_url(charge), {"amount": "280000", "provider_id": "FT1"}).content.decode()

        assert "đã được ghi nhận cho một khoản khác" in page
        charge.refresh_from_db()
        assert charge.state == ChargeState.OPEN

    def test_nonsense_changes_nothing(self, client, van, charge) -> None:
        for data in (
            {},
            {"amount": "-1", "provider_id": "FT1"},
            {"amount": "1e9", "provider_id": "FT1"},
            {"amount": "280000", "provider_id": ""},
            {"amount": "9" * 30, "provider_id": "FT1", "is_different": "on"},
            {"amount": "280000", "provider_id": "F" * 101},
        ):
            assert client.post(_confirm_url(charge), data).status_code == 200

        assert ReceivedMoney.objects.count() == 0

    def test_only_transfers_are_confirmed_by_hand(self, client, van) -> None:
        charge = open_for(make_order((make_seller(), 250_000, 30_000)), "sandbox")

        assert client.get(_confirm_url(charge)).status_code == 403

    def test_only_accountants(self, client, charge) -> None:
        assert client.get(_confirm_url(charge)).status_code == 302
        client.force_login(User.objects.create_user(HOA.phone, "x", is_staff=True))
        assert client.post(_confirm_url(charge), {"amount": "280000", "provider_id": "FT1"}).status_code == 403
        assert client.get(reverse("admin:payments_charge_statement")).status_code == 403

        assert ReceivedMoney.objects.count() == 0


class TestStatement:
    def test_references_are_found_however_the_bank_rewrote_the_line(self, client, van, charge) -> None:
        reference = charge.reference
        lines = [
            f"24/11 MBVCB.123.{reference.lower()}.CT TU 0011 NGUYEN VAN A",
            f"24/11 {reference[:5]} {reference[5:]} chuyen tien +280,000",
            "24/11 tien dien thang 11",
            f"24/11 {reference[:-1]}Z",
        ]

        page = client.post(reverse("admin:payments_charge_statement"), {"text": "\n".join(lines)}).content.decode()

        assert page.count(_confirm_url(charge)) == 2
        assert "Tìm thấy 2 dòng" in page

    def test_statement_without_references_finds_nothing(self, client, van) -> None:
        page = client.post(reverse("admin:payments_charge_statement"), {"text": "không có gì\n" * 50}).content.decode()

        assert "Tìm thấy 0 dòng" in page


class TestQueues:
    def test_refund_is_said_to_be_sent(self, client, van, charge) -> None:
        request = RefundRequest(amount=100_000, reason="", idempotency_key="k")
        given = refunds.refund(charge=pay(charge), request=request, at=NOW)
        url = reverse("admin:payments_refund_confirm", args=[given.pk])

        assert "Điền mã giao dịch" in client.post(url, {}).content.decode()
        client.post(url, {"provider_id": "FT9"})

        assert Refund.objects.get().state == RefundState.SUCCEEDED
        assert audit.find_differences() == []

    def test_refund_that_cannot_be_sent_is_reversed(self, client, van, charge) -> None:
        request = RefundRequest(amount=100_000, reason="", idempotency_key="k")
        given = refunds.refund(charge=pay(charge), request=request, at=NOW)

        client.post(reverse("admin:payments_refund_confirm", args=[given.pk]), {"failure": "Tài khoản đã đóng"})

        assert Refund.objects.get().state == RefundState.FAILED
        assert audit.find_differences() == []

    def test_unmatched_money_is_said_to_be_given_back_once(self, client, van, charge) -> None:
        charges.cancel(charge=charge, reason="", at=NOW)
        pay(charge)
        url = reverse("admin:payments_unmatchedmoney_confirm", args=[UnmatchedMoney.objects.get().pk])

        client.post(url, {"provider_id": "FT9", "note": ""})
        again = client.post(url, {"provider_id": "FT10", "note": ""}).content.decode()

        assert "đã được xử lý" in again
        item = UnmatchedMoney.objects.get()
        assert (item.state, item.provider_id, item.closed_by) == (UnmatchedState.RETURNED, "FT9", van)
        assert audit.find_differences() == []
