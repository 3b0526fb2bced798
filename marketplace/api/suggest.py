from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from catalog.search import service
from catalog.search.contract import Suggestion
from marketplace.api.caching import PUBLIC
from marketplace.api.limits import READ
from marketplace.api.parameters import Words
from marketplace.api.schemas.problem import answers
from marketplace.api.schemas.suggest import SuggestionList

router = Router(tags=["suggest"], throttle=READ)


@router.get("", response=answers({200: SuggestionList}), summary=_("Gợi ý khi gõ"), operation_id="suggest")
def suggest(request: HttpRequest, response: HttpResponse, q: Query[Words]) -> dict[str, Any]:
    response["Cache-Control"] = PUBLIC
    return {"results": [_shown(suggestion) for suggestion in service.suggest(q)]}


def _shown(suggestion: Suggestion) -> dict[str, str]:
    match suggestion.kind:
        case "category":
            url = reverse("category", kwargs={"path": suggestion.key})
        case "seller":
            url = reverse("seller", kwargs={"slug": suggestion.key})
        case _:
            url = reverse("product", kwargs={"slug": suggestion.slug, "pk": suggestion.key})
    return {"kind": suggestion.kind, "text": suggestion.text, "key": suggestion.key, "url": url}
