"""Illustrations for the products that have no picture yet. Products of one kind share them: a key is its pixels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db import transaction

from catalog.domain.photos import jpeg_path, store_picture
from catalog.models import Product, ProductImage
from catalog.search import outbox
from marketplace.demo.goods import Goods, goods
from marketplace.demo.illustrations.scenes import SIZE, Scene, render
from marketplace.demo.illustrations.subjects import pack_of, subjects_of
from sellers.models import Partner

# A batch is one document: a larger one costs less a picture, and some 60 MB.
_BATCH = 48
# Variants used of each drawing: enough that neighbours differ, few enough to be made in seconds.
_VARIANTS = 4
_TEA_VARIANTS = 8


def scenes_of(plan: Goods) -> tuple[Scene, ...]:
    """One to three scenes, the first of which stands on the card."""
    subjects = subjects_of(plan)
    variants = _TEA_VARIANTS if plan.family.key == "tea" else _VARIANTS
    found: dict[Scene, None] = {}
    for turn in range(1 + plan.number % 3):
        subject = subjects[(plan.number + turn) % len(subjects)]
        variant = (plan.number // len(subjects) + turn * 3) % variants
        found[Scene(subject, variant, pack_of(plan, subject) if variant % 4 == 2 else "")] = None
    return tuple(found)


def seed_photos(progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """`progress` hears how many scenes of how many are drawn; returns the number of pictures added."""
    bare = dict(
        Product.objects.filter(is_demo=True, images=None).exclude(structure=Product.CHILD).values_list("code", "pk")
    )
    plans = [plan for plan in goods() if plan.code in bare]
    wanted = {plan: scenes_of(plan) for plan in plans}
    keys = _draw(list({scene: None for scenes in wanted.values() for scene in scenes}), progress)
    with transaction.atomic():
        ProductImage.objects.bulk_create(
            (image for plan, scenes in wanted.items() for image in _images(bare[plan.code], plan, scenes, keys)),
            batch_size=500,
        )
        _show_sellers(plans, wanted, keys)
        outbox.touch(bare[plan.code] for plan in plans)
    return sum(len(scenes) for scenes in wanted.values())


def _draw(scenes: Sequence[Scene], progress: Callable[[int, int], None]) -> dict[Scene, str]:
    """Drawing and encoding leave the interpreter's lock, so two threads use two cores."""
    keys: dict[Scene, str] = {}
    batches = [scenes[start : start + _BATCH] for start in range(0, len(scenes), _BATCH)]
    with ThreadPoolExecutor(2) as pool:
        for batch, stored in zip(batches, pool.map(_store, batches), strict=True):
            keys |= zip(batch, stored, strict=True)
            progress(len(keys), len(scenes))
    return keys


def _store(batch: Sequence[Scene]) -> list[str]:
    return [store_picture(picture, is_drawing=True).key for picture in render(batch)]


def _images(pk: int, plan: Goods, scenes: Iterable[Scene], keys: dict[Scene, str]) -> Iterator[ProductImage]:
    for order, scene in enumerate(scenes):
        yield ProductImage(
            product_id=pk,
            original=jpeg_path(keys[scene]),
            caption=f"Hình minh hoạ: {plan.row.title}"[:200],
            display_order=order,
            photo_key=keys[scene],
            width=SIZE,
            height=SIZE,
            is_illustration=True,
        )


def _show_sellers(plans: Iterable[Goods], wanted: dict[Goods, tuple[Scene, ...]], keys: dict[Scene, str]) -> None:
    """A seller is shown by the first of the goods that are its trade, or else by the first of what it sells."""
    faces: dict[str, str] = {}
    for plan in sorted(plans, key=lambda plan: plan.family.key != plan.shop.families[0]):
        faces.setdefault(plan.shop.slug, keys[wanted[plan][0]])
    bare = list(Partner.objects.filter(slug__in=faces, photo_key=""))
    for seller in bare:
        seller.photo_key = faces[seller.slug]
    Partner.objects.bulk_update(bare, ["photo_key"], batch_size=100)
