from __future__ import annotations

from wagtail.snippets.models import register_snippet

from cms.moderation.viewsets import ApplicationViewSet, SubmissionViewSet

register_snippet(SubmissionViewSet)
register_snippet(ApplicationViewSet)
