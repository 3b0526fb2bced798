"""The tree of public categories, read in one query and kept in the process: it changes a few times a year."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.urls import reverse
from django.utils.translation import get_language

from catalog.models import Category

# Another process hears of a change after this time; the one that made it, at once.
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Node:
    id: int
    path: str
    name: str
    name_en: str
    description: str
    illustration: str
    parent: str
    children: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return in_language(self.name, self.name_en)

    @property
    def address(self) -> str:
        return reverse("category", kwargs={"path": self.path})


@dataclass(frozen=True, slots=True)
class CategoryTree:
    nodes: dict[str, Node] = field(default_factory=dict)

    def find(self, path: str) -> Node | None:
        return self.nodes.get(path)

    def top(self) -> list[Node]:
        return [node for node in self.nodes.values() if not node.parent]

    def children(self, node: Node) -> list[Node]:
        return [self.nodes[path] for path in node.children]

    def line(self, path: str) -> list[Node]:
        """From the top down to the category itself; empty for a path that is none."""
        return list(self._line(path))

    def label(self, path: str) -> str:
        node = self.nodes.get(path)
        return node.label if node else path

    def _line(self, path: str) -> Iterator[Node]:
        node = self.nodes.get(path)
        if node:
            yield from self._line(node.parent)
            yield node


def in_language(vietnamese: str, english: str) -> str:
    """The English words for a reader of English, where there are some."""
    return english if english and get_language() == "en" else vietnamese


_kept: tuple[float, CategoryTree] | None = None


def get_category_tree() -> CategoryTree:
    global _kept
    now = time.monotonic()
    if _kept is None or _kept[0] < now:
        _kept = (now + _SECONDS, _read())
    return _kept[1]


def forget_category_tree(**kwargs: object) -> None:
    """A receiver of Category's signals."""
    global _kept
    _kept = None


def _read() -> CategoryTree:
    """Parents come before their children, so a path is its parent's path and one slug more."""
    paths: dict[str, str] = {}
    rows: dict[str, Node] = {}
    children: dict[str, list[str]] = {}
    for category in Category.objects.filter(is_public=True, ancestors_are_public=True).order_by("path"):
        parent = paths.get(category.path[: -Category.steplen], "")
        path = f"{parent}/{category.slug}" if parent else category.slug
        paths[category.path] = path
        children.setdefault(parent, []).append(path)
        rows[path] = Node(
            id=category.pk,
            path=path,
            name=category.name,
            name_en=category.name_en,
            description=category.description or "",
            illustration=category.illustration,
            parent=parent,
        )
    return CategoryTree({path: replace(node, children=tuple(children.get(path, ()))) for path, node in rows.items()})
