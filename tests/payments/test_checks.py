from __future__ import annotations

from payments.checks import account_fits_a_qr_code, methods_are_known


class TestMethodsAreKnown:
    def test_known_ones_pass(self, settings) -> None:
        settings.PAYMENT_METHODS = ["stripe", "bank_transfer", "cash_on_delivery", "sandbox"]

        assert methods_are_known() == []

    def test_slip_is_named(self, settings) -> None:
        settings.PAYMENT_METHODS = ["bank_transfer", "strpe"]

        (error,) = methods_are_known()

        assert error.id == "payments.E001"
        assert "'strpe'" in error.msg


class TestAccountFitsAQrCode:
    def test_default_passes(self) -> None:
        assert account_fits_a_qr_code() == []

    def test_account_that_no_bank_has_is_refused(self, settings) -> None:
        for bin_code, account in (("9704", "123"), ("970436", ""), ("970436", "12 34"), ("970436", "1" * 20)):
            settings.BANK_TRANSFER_BIN, settings.BANK_TRANSFER_ACCOUNT = bin_code, account
            assert [error.id for error in account_fits_a_qr_code()] == ["payments.E002"]

    def test_not_asked_where_transfers_are_not_offered(self, settings) -> None:
        settings.PAYMENT_METHODS, settings.BANK_TRANSFER_ACCOUNT = ["cash_on_delivery"], ""

        assert account_fits_a_qr_code() == []
