from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    name = "payments"
    verbose_name = _("Thanh toán")

    def ready(self) -> None:
        from payments import checks, receivers  # noqa: F401 - registers and connects them
        from payments.models import triggers

        pre_migrate.connect(triggers.remove, sender=self, dispatch_uid="payments.triggers.remove")
        post_migrate.connect(triggers.install, sender=self, dispatch_uid="payments.triggers.install")
