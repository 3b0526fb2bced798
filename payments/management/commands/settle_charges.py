from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from payments.domain.settling import settle


class Command(BaseCommand):
    help = "Expires overdue charges, asks gateways about payments under way, sends refunds, repeats unheard events."

    def handle(self, *args: Any, **options: Any) -> None:
        settled = settle(at=timezone.now())
        if options["verbosity"]:
            self.stdout.write(
                f"expired {settled.expired}, looked up {settled.looked_up}, "
                f"refunded {settled.refunded}, delivered {settled.delivered}, announced {settled.announced}"
            )
