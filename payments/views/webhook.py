from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from payments import webhooks
from payments.gateways.registry import UnknownMethod, get_offered
from payments.models import WebhookState

_STATUS = {WebhookState.REJECTED: 400, WebhookState.FAILED: 500}


@csrf_exempt
@require_POST
def webhook(request: HttpRequest, gateway: str) -> HttpResponse:
    try:
        offered = get_offered(gateway)
    except UnknownMethod:
        raise Http404 from None
    if len(request.body) > webhooks.LARGEST_BYTES:
        return HttpResponse(status=413)
    call = webhooks.receive(gateway=offered, body=request.body, headers=request.headers, at=timezone.now())
    return HttpResponse(status=_STATUS.get(WebhookState(call.state), 200))
