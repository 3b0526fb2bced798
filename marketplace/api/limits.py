"""How often one address may ask: fixed windows, counted in the cache that all processes share."""

from __future__ import annotations

import ipaddress
import time

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from ninja.throttling import BaseThrottle


class Limit(BaseThrottle):
    """One of `settings.API_RATES`, e.g. ("read", 600 requests in 60 seconds)."""

    def __init__(self, scope: str) -> None:
        self.scope = scope

    def allow_request(self, request: HttpRequest) -> bool:
        most, seconds = settings.API_RATES[self.scope]
        window = int(time.time()) // seconds
        key = f"api:{self.scope}:{network(request)}:{window}"
        if cache.add(key, 1, timeout=seconds + 1):
            return most >= 1
        try:
            return cache.incr(key) <= most
        except ValueError:
            # Evicted between the two calls: a cache that forgets must not shut anybody out.
            return True

    def wait(self) -> float:
        seconds = settings.API_RATES[self.scope][1]
        return seconds - time.time() % seconds


def network(request: HttpRequest) -> str:
    """The caller's IPv4 address, or the /64 that one household gets of IPv6."""
    try:
        # Behind TRUSTED_PROXY_COUNT proxies their header tells the address; nobody else's is believed.
        parsed = ipaddress.ip_address(get_adapter(request).get_client_ip(request))
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(parsed.ipv4_mapped or ipaddress.ip_network((parsed, 64), strict=False).network_address)
    return str(parsed)


READ = Limit("read")
WRITE = Limit("write")
CHECKOUT = Limit("checkout")
# Asking for an order by reference and phone is where somebody could guess.
LOOKUP = Limit("lookup")
