from __future__ import annotations

from oscar.apps.customer import apps


class CustomerConfig(apps.CustomerConfig):
    name = "marketplace.shop.customer"

    def ready(self) -> None:
        """Oscar's own would load the views of its pages, which are not served here."""
        from marketplace.shop.customer import receivers  # noqa: F401
