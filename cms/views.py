from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.domain.page_search import find_pages


@require_safe
def page_search(request: HttpRequest) -> HttpResponse:
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:200]
    return render(request, "cms/page_search.html", {"text": text, "found": find_pages(text) if text else []})
