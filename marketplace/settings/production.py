"""Production: secrets and hosts come from the environment; marketplace.settings.checks refuses what is unsafe."""

from __future__ import annotations

from marketplace.settings import env
from marketplace.settings.base import *  # noqa: F403

IS_PRODUCTION = True
DEBUG = env.boolean("DEBUG", False)
PAYMENT_METHODS = env.words("PAYMENT_METHODS", ("bank_transfer", "cash_on_delivery"))

STAFF_SECOND_FACTOR_REQUIRED = True

SECURE_SSL_REDIRECT = env.boolean("SECURE_SSL_REDIRECT", True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.integer("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
OSCAR_BASKET_COOKIE_SECURE = True
WHITENOISE_MAX_AGE = 31_536_000
