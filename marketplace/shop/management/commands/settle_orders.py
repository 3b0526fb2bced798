from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from marketplace.shop.order.settling import settle


class Command(BaseCommand):
    help = "Finishes what paid and lapsed orders, letters and abandoned baskets left undone. The worker runs it."

    def handle(self, *args: Any, **options: Any) -> None:
        done = settle(at=timezone.now())
        if options["verbosity"]:
            self.stdout.write(
                f"confirmed {done.confirmed}, lapsed {done.lapsed}, mails {done.mails}, baskets {done.baskets}"
            )
