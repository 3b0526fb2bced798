from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cms.domain import site


class Command(BaseCommand):
    help = "Adds what a fresh database needs: the site, its pages, groups, workflows. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        site.bootstrap()
        self.stdout.write("Trang, nhóm cán bộ và quy trình duyệt đã sẵn sàng.")
