from __future__ import annotations

from django.db import transaction

from catalog.models import Category
from marketplace.demo.families import family_of_path
from marketplace.demo.rows import CategoryRow, categories
from marketplace.kernel import text


def code_of(path: tuple[str, ...]) -> str:
    """The full slug, by which the demo finds its categories again: `che-tra/che-xanh`."""
    return "/".join(text.slugify(part) for part in path)


@transaction.atomic
def seed_categories() -> int:
    known = {category.code: category for category in Category.objects.exclude(code=None)}
    created = 0
    for row in categories():
        code = code_of(row.path)
        if code in known:
            continue
        fields = _fields(row, code)
        parent = known.get(code_of(row.path[:-1]))
        known[code] = parent.add_child(**fields) if parent else Category.add_root(**fields)
        if parent:
            # Treebeard counts the children of the object in hand only in the database.
            parent.refresh_from_db()
        created += 1
    return created


def _fields(row: CategoryRow, code: str) -> dict[str, object]:
    family = family_of_path(" > ".join(row.path))
    return {
        "name": row.path[-1],
        "name_en": row.path_en[-1],
        "slug": text.slugify(row.path[-1]),
        "code": code,
        "ocop_group": row.ocop_group,
        "illustration": text.slugify(family.illustration),
        "required_label_fields": list(family.label_fields),
    }
