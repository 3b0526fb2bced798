"""Uploaded pictures, where no proxy, store or server in front serves them."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.static import serve


def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    # A picture is named by its digest or has a name of its own for every version, so it never changes.
    response["Cache-Control"] = "public, max-age=2592000, immutable"
    return response
