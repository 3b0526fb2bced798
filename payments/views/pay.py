from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from payments.domain import charges, sandbox
from payments.gateways.bank_account import qr_svg, transfer_to
from payments.gateways.protocol import GatewayError
from payments.models import Charge, ChargeState
from payments.queries import find_charge

logger = logging.getLogger(__name__)


class ChargeView(View):
    """Whoever holds the reference of a charge may pay it (a relative, a guest), so its pages name no person."""

    charge: Charge

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        charge = find_charge(reference=kwargs["reference"])
        if charge is None:
            raise Http404
        self.charge = charge

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    @property
    def result_url(self) -> str:
        return reverse("pay-result", kwargs={"reference": self.charge.reference})


class PayView(ChargeView, TemplateView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        problem = self._prepare() if self.charge.is_live else ""
        if not self.charge.is_live:
            return redirect(self.result_url)
        return super().get(request, *args, problem=problem, **kwargs)

    def get_template_names(self) -> list[str]:
        return [f"payments/pay/{self.charge.method}.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(charge=self.charge, result_url=self.result_url, **kwargs)
        if self.charge.method == "bank_transfer":
            context["transfer"] = transfer_to(self.charge)
        if self.charge.method == "stripe":
            context["publishable_key"] = settings.STRIPE_PUBLISHABLE_KEY
            context["client_secret"] = self.charge.provider_data.get("client_secret", "")
            context["return_url"] = self.request.build_absolute_uri(self.result_url)
        return context

    def _prepare(self) -> str:
        """What went wrong, in words for the payer; a payment that was made meanwhile is taken over."""
        try:
            self.charge = charges.look_up(charge=self.charge, at=timezone.now())
            # Stripe's own page has its own button; a payer without scripts chooses it.
            if self.charge.is_live:
                charges.prepare(charge=self.charge, at=timezone.now())
        except charges.ChargeClosed:
            logger.info("%s was closed while its page was opened", self.charge)
        except GatewayError as error:
            return _(error.message)
        self.charge.refresh_from_db()
        return ""


class HostedView(ChargeView):
    """Sends the payer to the gateway's own page, which works without scripts of ours."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.charge.method != "stripe":
            raise Http404
        try:
            step = charges.prepare(charge=self.charge, at=timezone.now(), is_hosted=True)
        except charges.ChargeClosed:
            return redirect(self.result_url)
        except GatewayError as error:
            messages.error(request, _(error.message))
            return redirect(self.charge)
        return redirect(step.url)


class QrView(ChargeView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.charge.method != "bank_transfer" or not self.charge.is_live:
            raise Http404
        return HttpResponse(qr_svg(self.charge), content_type="image/svg+xml")


class StateView(ChargeView):
    """What the waiting page asks every few seconds; it reads and never calls a gateway."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return JsonResponse({"state": self.charge.state, "due": self.charge.due_amount})


class ResultView(ChargeView, TemplateView):
    """Where every method ends. A paid charge goes on to its order."""

    template_name = "payments/result.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.charge.is_live:
            self._look_up()
        if self.charge.state == ChargeState.SUCCEEDED and self.charge.return_url:
            messages.success(request, _("Đã nhận thanh toán. Cảm ơn bạn!"))
            return redirect(self.charge.return_url)
        return super().get(request, *args, charge=self.charge, **kwargs)

    def _look_up(self) -> None:
        # A webhook may be late or lost; the payer who is back is not to wait for it.
        try:
            self.charge = charges.look_up(charge=self.charge, at=timezone.now())
        except GatewayError as error:
            messages.warning(self.request, _(error.message))


class SandboxView(ChargeView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "sandbox" not in settings.PAYMENT_METHODS or self.charge.method != "sandbox":
            raise Http404
        try:
            sandbox.finish(charge=self.charge, outcome=request.POST.get("outcome", ""), at=timezone.now())
        except sandbox.UnknownOutcome:
            return redirect(self.charge)
        return redirect(self.result_url)
