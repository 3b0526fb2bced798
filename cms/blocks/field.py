from __future__ import annotations

from typing import Any

from wagtail.fields import StreamField


class BodyField(StreamField):
    """A StreamField whose blocks stay out of the migrations: a new block needs none, and they stay readable.

    The price: a data migration over a body must bring its own block definitions.
    """

    def __init__(self, block_types: Any = (), **options: Any) -> None:
        options.setdefault("blank", True)
        super().__init__(block_types, **options)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _, options = super().deconstruct()
        options.pop("block_lookup", None)
        return name, path, [], options
