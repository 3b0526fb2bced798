from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The invented sellers, products, reviews and stories that a fresh start shows."""

    name = "marketplace.demo"
    label = "demo"
