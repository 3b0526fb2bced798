"""Stripe's failures in our words. A test walks every subclass of StripeError and fails if one has no row here.

GatewayUnavailable     the network, Stripe itself, too many requests, a lock: try again
GatewayDeclined        the payer's bank said no
GatewayMisconfigured   keys, permissions, features or parameters: ours to mend
BadSignature           a webhook that Stripe did not sign
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import stripe
from stripe import oauth_error

from payments.gateways.protocol import (
    BadSignature,
    GatewayDeclined,
    GatewayError,
    GatewayMisconfigured,
    GatewayUnavailable,
)

ANSWERS: dict[type[stripe.StripeError], type[GatewayError]] = {
    stripe.StripeError: GatewayUnavailable,
    stripe.APIError: GatewayUnavailable,
    stripe.APIConnectionError: GatewayUnavailable,
    stripe.RateLimitError: GatewayUnavailable,
    stripe.TemporarySessionExpiredError: GatewayUnavailable,
    stripe.CardError: GatewayDeclined,
    stripe.InsufficientFundsError: GatewayDeclined,
    stripe.InvalidPaymentMethodError: GatewayDeclined,
    stripe.BlockedByStripeError: GatewayDeclined,
    stripe.InvalidRequestError: GatewayMisconfigured,
    stripe.IdempotencyError: GatewayMisconfigured,
    stripe.AuthenticationError: GatewayMisconfigured,
    stripe.PermissionError: GatewayMisconfigured,
    stripe.SignatureVerificationError: BadSignature,
    # Of parts of Stripe that we do not use; should one come, an operator must look.
    stripe.AlreadyCanceledError: GatewayMisconfigured,
    stripe.CannotProceedError: GatewayMisconfigured,
    stripe.CapabilityNotEnabledError: GatewayMisconfigured,
    stripe.ControlledByAlternateResourceError: GatewayMisconfigured,
    stripe.FeatureNotEnabledError: GatewayMisconfigured,
    stripe.FinancialAccountNotOpenError: GatewayMisconfigured,
    stripe.FxQuoteNeedsRefreshError: GatewayMisconfigured,
    stripe.InvalidPayoutMethodError: GatewayMisconfigured,
    stripe.InvalidVaultedCredentialError: GatewayMisconfigured,
    stripe.NotCancelableError: GatewayMisconfigured,
    stripe.QuotaExceededError: GatewayMisconfigured,
    stripe.RecipientNotNotifiableError: GatewayMisconfigured,
    stripe.VerificationAttemptFailedError: GatewayMisconfigured,
    stripe.VerificationExpiredError: GatewayMisconfigured,
    stripe.VerificationNotInitiatedError: GatewayMisconfigured,
    oauth_error.OAuthError: GatewayMisconfigured,
    oauth_error.InvalidClientError: GatewayMisconfigured,
    oauth_error.InvalidGrantError: GatewayMisconfigured,
    oauth_error.InvalidRequestError: GatewayMisconfigured,
    oauth_error.InvalidScopeError: GatewayMisconfigured,
    oauth_error.UnsupportedGrantTypeError: GatewayMisconfigured,
    oauth_error.UnsupportedResponseTypeError: GatewayMisconfigured,
}


def answer(error: stripe.StripeError) -> GatewayError:
    kind = ANSWERS.get(type(error), GatewayUnavailable)
    return kind(stripe_code=error.code, request_id=error.request_id, http_status=error.http_status)


@contextmanager
def translated() -> Iterator[None]:
    """Nothing of Stripe's leaves this package."""
    try:
        yield
    except stripe.StripeError as error:
        raise answer(error) from error
