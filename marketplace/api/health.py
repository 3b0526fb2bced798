"""Whether the process lives, and whether it can serve: the first restarts it, the second takes it out of the queue."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Router
from ninja.responses import Status

from catalog.search import service
from catalog.search.contract import SearchQuery
from marketplace.api.limits import READ
from marketplace.api.schemas.health import Liveness, Readiness
from marketplace.api.schemas.problem import answers

logger = logging.getLogger(__name__)
router = Router(tags=["health"])


@router.get("/live", response={200: Liveness}, summary=_("Tiến trình còn sống"), operation_id="live")
def live(request: HttpRequest) -> dict[str, str]:
    return {"status": "live"}


@router.get(
    "/ready",
    response=answers({200: Readiness, 503: Readiness}),
    summary=_("Sẵn sàng phục vụ"),
    operation_id="ready",
    throttle=READ,
)
def ready(request: HttpRequest) -> Status[dict[str, object]]:
    parts = {"database": _ask(_database), "search": _ask(_search), "cache": _ask(_cache)}
    is_ready = all(part["is_ready"] for part in parts.values())
    return Status(200 if is_ready else 503, {"status": "ready" if is_ready else "not_ready", "parts": parts})


def _ask(part: Callable[[], str]) -> dict[str, object]:
    started = time.monotonic()
    try:
        note, is_ready = part(), True
    # Whatever a part throws means the same thing here: it does not serve.
    except Exception:
        logger.exception("not ready: %s", part.__name__)
        note, is_ready = "", False
    return {"is_ready": is_ready, "took_ms": int((time.monotonic() - started) * 1000), "note": note}


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return str(connection.vendor)


def _search() -> str:
    """Which engine answers; without any index there is nothing to serve."""
    engine = service.search(SearchQuery(page_size=1, with_facets=False)).engine
    if engine == "none":
        raise LookupError("no engine has an index")
    return engine


def _cache() -> str:
    cache.set("api:ready", "1", timeout=10)
    if cache.get("api:ready") != "1":
        raise ConnectionError("the cache does not keep what it is given")
    return str(settings.CACHES["default"]["BACKEND"]).rsplit(".", 1)[-1]
