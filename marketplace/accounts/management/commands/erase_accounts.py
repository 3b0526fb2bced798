from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from marketplace.accounts.domain import erasure


class Command(BaseCommand):
    help = "Erases the accounts whose owners asked for it and whose waiting time is over. Run daily."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{erasure.carry_out_due(at=timezone.now())} accounts erased")
