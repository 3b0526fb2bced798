from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from catalog.queries.category_tree import get_category_tree
from catalog.search import service
from catalog.search.contract import Suggestion
from catalog.views import filters

_LIMIT = 8
_KINDS = {"category": _("nhóm hàng"), "seller": _("nhà vườn")}


@require_safe
@vary_on_cookie
@cache_control(private=True, max_age=60)
def suggest(request: HttpRequest) -> HttpResponse:
    """What the search field offers while somebody types: names with the addresses they lead to."""
    text = filters.normalise_text(request.GET.get("q", ""))
    found = service.suggest(text, _LIMIT) if text else ()
    return JsonResponse({"suggestions": [_shown(suggestion) for suggestion in found]})


def _shown(suggestion: Suggestion) -> dict[str, str]:
    return {
        "kind": suggestion.kind,
        "kind_label": str(_KINDS.get(suggestion.kind, "")),
        "text": _text(suggestion),
        "address": _address(suggestion),
    }


def _text(suggestion: Suggestion) -> str:
    return get_category_tree().label(suggestion.key) if suggestion.kind == "category" else suggestion.text


def _address(suggestion: Suggestion) -> str:
    match suggestion.kind:
        case "category":
            return reverse("category", kwargs={"path": suggestion.key})
        case "seller":
            return reverse("seller", kwargs={"slug": suggestion.key})
        case _:
            return reverse("product", kwargs={"slug": suggestion.slug, "pk": suggestion.key})
