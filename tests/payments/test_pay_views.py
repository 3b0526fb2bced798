from __future__ import annotations

import pytest
from django.urls import reverse

from marketplace.kernel import vietqr
from payments.domain import charges
from payments.gateways.bank_account import qr_text
from payments.models import ChargeState, Entry, UnmatchedMoney
from tests.payments.support import open_for, pay
from tests.support.orders import NOW, make_order, make_seller

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    return make_order((make_seller(), 250_000, 30_000))


class TestPayPage:
    def test_bank_transfer_shows_account_amount_and_reference(self, client, order) -> None:
        charge = open_for(order, "bank_transfer")

        page = client.get(charge.get_absolute_url()).content.decode()

        for text in ("1900202601124", "280.000\u00a0₫", charge.reference, "CHO NONG SAN XU TRA", order.number):
            assert text in page
        assert f'src="/tra-tien/{charge.reference}/qr.svg"' in page

    def test_qr_code_asks_for_the_amount_with_the_reference(self, client, order) -> None:
        charge = open_for(order, "bank_transfer")

        qr = vietqr.parse(qr_text(charge))
        svg = client.get(reverse("pay-qr", args=[charge.reference]))

        assert (qr.bank_bin, qr.account, qr.amount, qr.purpose) == (
            "970436",
            "1900202601124",
            280_000,
            charge.reference,
        )
        assert svg["Content-Type"] == "image/svg+xml"
        assert svg.content.startswith(b"<svg")

    def test_reference_is_read_in_lower_case_too(self, client, order) -> None:
        charge = open_for(order)

        assert client.get(f"/tra-tien/{charge.reference.lower()}/").status_code == 200

    def test_unknown_reference_is_not_found(self, client) -> None:
        for url in ("/tra-tien/XT7K3QX9MPW4/", "/tra-tien/%00/", "/tra-tien/XT7K3QX9MPW4/qr.svg"):
            assert client.get(url).status_code == 404

    def test_closed_charge_leads_to_its_result(self, client, order) -> None:
        charge = open_for(order, "bank_transfer")
        charges.cancel(charge=charge, reason="", at=NOW)

        response = client.get(charge.get_absolute_url())

        assert response["Location"] == f"/tra-tien/{charge.reference}/ket-qua/"
        assert client.get(reverse("pay-qr", args=[charge.reference])).status_code == 404

    def test_pages_are_never_kept(self, client, order) -> None:
        assert client.get(open_for(order).get_absolute_url())["Cache-Control"] == "no-store"

    def test_page_has_no_inline_style_or_script(self, client, order) -> None:
        for method in ("bank_transfer", "sandbox", "cash_on_delivery"):
            charge = open_for(order, method)
            page = client.get(charge.get_absolute_url()).content.decode()
            charges.cancel(charge=charge, reason="", at=NOW)

            assert " style=" not in page
            assert " onclick=" not in page
            assert "<script>" not in page


class TestStatePage:
    def test_state_is_told_as_json(self, client, order) -> None:
        charge = open_for(order, "bank_transfer")
        url = reverse("pay-state", args=[charge.reference])

        assert client.get(url).json() == {"state": "OPEN", "due": 280_000}
        pay(charge)
        assert client.get(url).json() == {"state": "SUCCEEDED", "due": 0}


class TestSandboxPage:
    def _finish(self, client, charge, outcome):
        return client.post(reverse("pay-sandbox", args=[charge.reference]), {"outcome": outcome})

    def test_paid_leads_to_the_order(self, client, order) -> None:
        charge = open_for(order)
        step = charges.start(charge=charge, return_url="/don-hang/X/", at=NOW)
        assert step.url == f"/tra-tien/{charge.reference}/"

        response = self._finish(client, charge, "paid")

        assert client.get(response["Location"])["Location"] == "/don-hang/X/"
        charge.refresh_from_db()
        assert charge.state == ChargeState.SUCCEEDED

    def test_double_click_pays_once(self, client, order) -> None:
        charge = open_for(order)

        for _ in range(2):
            self._finish(client, charge, "paid")

        assert Entry.objects.count() == 1
        assert UnmatchedMoney.objects.count() == 0

    def test_declined_can_be_paid_again(self, client, order) -> None:
        charge = open_for(order)

        response = self._finish(client, charge, "declined")

        assert "Trả lại" in client.get(response["Location"]).content.decode()
        self._finish(client, charge, "paid")
        charge.refresh_from_db()
        assert charge.state == ChargeState.SUCCEEDED

    def test_failed_closes_without_money(self, client, order) -> None:
        charge = open_for(order)

        self._finish(client, charge, "failed")

        charge.refresh_from_db()
        assert (charge.state, Entry.objects.count()) == (ChargeState.FAILED, 0)

    def test_late_money_waits_to_be_given_back(self, client, order) -> None:
        charge = open_for(order)

        self._finish(client, charge, "late")

        charge.refresh_from_db()
        assert charge.state == ChargeState.FAILED
        assert UnmatchedMoney.objects.get().amount == 280_000

    def test_nonsense_changes_nothing(self, client, order) -> None:
        charge = open_for(order)

        for outcome in ("", "PAID", "x" * 5_000):
            assert self._finish(client, charge, outcome)["Location"] == charge.get_absolute_url()

        assert charge.events.count() == 1

    def test_only_where_the_sandbox_is_offered_and_only_its_own_charges(self, client, order, settings) -> None:
        charge = open_for(order, "bank_transfer")
        assert self._finish(client, charge, "paid").status_code == 404
        charges.cancel(charge=charge, reason="", at=NOW)

        sandboxed = open_for(order)
        settings.PAYMENT_METHODS = ["bank_transfer"]
        assert self._finish(client, sandboxed, "paid").status_code == 404
        assert Entry.objects.count() == 0


class TestQueryCounts:
    def test_pages_cost_a_small_constant(self, client, order, django_assert_num_queries) -> None:
        charge = open_for(order, "bank_transfer")
        client.get(charge.get_absolute_url())

        for name, queries in (("pay", 3), ("pay-qr", 1), ("pay-state", 1)):
            with django_assert_num_queries(queries):
                client.get(reverse(name, args=[charge.reference]))
