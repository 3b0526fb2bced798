from __future__ import annotations

import stripe
from django.conf import settings

from payments.gateways.protocol import GatewayMisconfigured

_CONNECT_SECONDS = 4
_READ_SECONDS = 15


def get_client() -> stripe.StripeClient:
    """Raises GatewayMisconfigured without a key. STRIPE_API_BASE points it at another server."""
    if not settings.STRIPE_SECRET_KEY:
        raise GatewayMisconfigured
    return stripe.StripeClient(
        settings.STRIPE_SECRET_KEY,
        base_addresses={"api": settings.STRIPE_API_BASE} if settings.STRIPE_API_BASE else None,
        # Safe: every request that moves money carries an idempotency key.
        max_network_retries=1,
        http_client=stripe.RequestsClient(timeout=(_CONNECT_SECONDS, _READ_SECONDS)),
    )
