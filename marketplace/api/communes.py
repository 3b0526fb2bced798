from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router

from marketplace.api.caching import PUBLIC
from marketplace.api.limits import READ
from marketplace.api.schemas.places import CommuneList
from marketplace.api.schemas.problem import answers
from marketplace.kernel import places

router = Router(tags=["communes"], throttle=READ)


@router.get("", response=answers({200: CommuneList}), summary=_("92 xã, phường"), operation_id="list_communes")
def list_communes(request: HttpRequest, response: HttpResponse) -> dict[str, object]:
    response["Cache-Control"] = PUBLIC
    return {
        "codes_version": places.CODES_VERSION,
        "results": [asdict(commune) for commune in places.communes().values()],
    }
