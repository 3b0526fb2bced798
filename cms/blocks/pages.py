from __future__ import annotations

from typing import Any

from django.apps import apps
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.catalog import TitledBlock


class StoriesBlock(TitledBlock):
    """The newest stories, and guides if there is room."""

    count = blocks.IntegerBlock(label=_("số bài"), min_value=1, max_value=12, default=3)

    class Meta:
        icon = "doc-full"
        label = _("Chuyện quê")
        template = "cms/blocks/stories.html"

    def default_title(self) -> str:
        return gettext("Chuyện quê")

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        index = apps.get_model("cms", "StoryIndexPage").objects.live().first()
        stories = list(index.entries()[: value.get("count") or 3]) if index else []
        return {**context, "stories": stories, "index": index}
