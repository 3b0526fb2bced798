"""The gateways of this installation: PAYMENT_METHODS names them, in the order in which a shopper sees them."""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop as _

from marketplace.kernel.errors import MarketplaceError
from payments.gateways.protocol import Gateway

KNOWN = {
    "bank_transfer": "payments.gateways.bank_transfer.BankTransfer",
    "cash_on_delivery": "payments.gateways.cash_on_delivery.CashOnDelivery",
    "sandbox": "payments.gateways.sandbox.Sandbox",
    "stripe": "payments.gateways.stripe.gateway.Stripe",
}


class UnknownMethod(MarketplaceError):
    code = "unknown_payment_method"
    message = _("Cách trả này không dùng được. Xin chọn cách khác.")


def get_gateway(method: str) -> Gateway:
    """Any known one, because a charge outlives the list of methods on offer. Raises UnknownMethod."""
    if method not in KNOWN:
        raise UnknownMethod(method=method)
    return import_string(KNOWN[method])()


def offered() -> list[Gateway]:
    return [get_gateway(method) for method in settings.PAYMENT_METHODS]


def get_offered(method: str) -> Gateway:
    """Raises UnknownMethod for one that is not on offer today."""
    if method not in settings.PAYMENT_METHODS:
        raise UnknownMethod(method=method)
    return get_gateway(method)


def known() -> list[Gateway]:
    """Also those that are not offered any more: their charges and refunds have still to be looked after."""
    return [get_gateway(method) for method in KNOWN]
