"""Products, packs, stock and certificates in bulk. A product is known by its code, so a second run adds nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from catalog.domain import units
from catalog.models import Category, Certificate, Product, ProductCategory, ProductClass
from catalog.search import outbox
from marketplace.demo import harvest
from marketplace.demo.certificates import certificates_of
from marketplace.demo.goods import Goods, Pack, goods
from marketplace.demo.labels import label_of
from marketplace.demo.reviews import popularity, scores
from marketplace.demo.seeding.categories import code_of
from marketplace.demo.words import describe
from marketplace.kernel import times
from sellers.models import Partner, StockRecord

BATCH = 500


@transaction.atomic
def seed_products(*, at: datetime) -> list[int]:
    """Write what is not there yet and return the numbers of the new products that have a page."""
    known = set(Product.objects.filter(is_demo=True).values_list("code", flat=True))
    missing = [plan for plan in goods() if plan.code not in known]
    if not missing:
        return []
    sellers = dict(Partner.objects.values_list("slug", "pk"))
    classes = product_classes()
    day = times.business_day(at)
    top = [_top_product(plan, sellers[plan.shop.slug], classes, day) for plan in missing]
    Product.objects.bulk_create(top, batch_size=BATCH)
    pks = _pks(product.code for product in top)
    children = [
        _child(plan, pack, sellers[plan.shop.slug], pks[plan.code])
        for plan in missing
        if len(plan.packs) > 1
        for pack in plan.packs
    ]
    Product.objects.bulk_create(children, batch_size=BATCH)
    pks |= _pks(child.code for child in children)
    _write_rest(missing, pks, sellers, at)
    outbox.touch(pks[plan.code] for plan in missing)
    return sorted(pks[plan.code] for plan in missing)


def product_classes() -> dict[bool, ProductClass]:
    """By whether the goods are shipped: tickets and nights are not."""
    goods_class, _ = ProductClass.objects.get_or_create(slug="nong-san", defaults={"name": "Nông sản"})
    service, _ = ProductClass.objects.get_or_create(
        slug="dich-vu", defaults={"name": "Dịch vụ du lịch", "requires_shipping": False}
    )
    return {True: goods_class, False: service}


def _pks(codes: Iterable[str]) -> dict[str, int]:
    wanted = list(codes)
    found: dict[str, int] = {}
    for start in range(0, len(wanted), BATCH):
        found |= dict(Product.objects.filter(code__in=wanted[start : start + BATCH]).values_list("code", "pk"))
    return found


def _write_rest(plans: Sequence[Goods], pks: dict[str, int], sellers: dict[str, int], at: datetime) -> None:
    categories = dict(Category.objects.values_list("code", "pk"))
    ProductCategory.objects.bulk_create(
        (
            ProductCategory(product_id=pks[plan.code], category_id=categories[code_of(plan.row.category)])
            for plan in plans
        ),
        batch_size=BATCH,
    )
    StockRecord.objects.bulk_create(
        (
            _stock(plan, pack, pks[pack.code], sellers[plan.shop.slug], times.business_day(at))
            for plan in plans
            for pack in plan.packs
        ),
        batch_size=BATCH,
    )
    Certificate.objects.bulk_create(
        (
            certificate
            for plan in plans
            for certificate in certificates_of(plan, product_id=pks[plan.code], day=times.business_day(at))
        ),
        batch_size=BATCH,
    )
    _spread_ages(plans, pks, at)


def _top_product(plan: Goods, seller_id: int, classes: dict[bool, ProductClass], day: date) -> Product:
    first = plan.packs[0]
    harvest_from, harvest_until = harvest.window(plan.row.season_months, day) or (None, None)
    is_parent = len(plan.packs) > 1
    given = scores().get(plan.code, [])
    return Product(
        structure=Product.PARENT if is_parent else Product.STANDALONE,
        product_class=classes[plan.family.key != "tours"],
        code=plan.code,
        title=plan.title,
        slug=plan.slug,
        title_en=plan.row.title_en,
        synonyms=plan.row.synonyms,
        description=describe(plan),
        seller_id=seller_id,
        season_months=plan.row.season_months,
        harvest_from_on=harvest_from,
        harvest_until_on=harvest_until,
        shelf_life_days=plan.shelf_life_days,
        storage=plan.storage,
        origin_commune=plan.origin,
        origin_place=f"{plan.row.former_commune} (cũ)" if plan.row.former_commune else "",
        former_district=plan.district,
        producer_name=plan.producer,
        label=label_of(plan, first),
        is_age_restricted=plan.is_age_restricted,
        is_gift_set=plan.is_gift_set,
        is_demo=True,
        rating=round(sum(given) / len(given), 2) if given else None,
        reviews_count=len(given),
        sold_count=popularity(plan) * 4 + len(given),
        **_measure(plan, first),
    )


def _child(plan: Goods, pack: Pack, seller_id: int, parent_id: int) -> Product:
    return Product(
        structure=Product.CHILD,
        parent_id=parent_id,
        code=pack.code,
        title=f"{plan.title}, {_pack_label(pack)}",
        slug=plan.slug,
        seller_id=seller_id,
        season_months=plan.row.season_months,
        shelf_life_days=plan.shelf_life_days,
        storage=plan.storage,
        is_age_restricted=plan.is_age_restricted,
        is_demo=True,
        **_measure(plan, pack),
    )


def _pack_label(pack: Pack) -> str:
    one = pack.measure
    return units.pack_label(sale_unit=one.unit, content_amount=one.amount, content_unit=one.content)


def _measure(plan: Goods, pack: Pack) -> dict[str, object]:
    return {
        "sale_unit": pack.measure.unit,
        "content_amount": pack.measure.amount,
        "content_unit": pack.measure.content,
        "step_thousandths": pack.step_thousandths,
        "is_billed_by_weight": plan.is_billed_by_weight,
    }


def _stock(plan: Goods, pack: Pack, product_id: int, seller_id: int, day: date) -> StockRecord:
    """Fresh goods out of season are shown, but there is nothing to sell."""
    in_season = bool(plan.row.season_months & times.month_bit(day.month))
    return StockRecord(
        product_id=product_id,
        partner_id=seller_id,
        partner_sku=pack.code,
        price_currency="VND",
        price=Decimal(pack.price),
        num_in_stock=pack.stock if in_season or not plan.is_fresh else 0,
        num_allocated=0,
    )


def _spread_ages(plans: Sequence[Goods], pks: dict[str, int], at: datetime) -> None:
    """Products did not all arrive today: "new" means something. `auto_now_add` gives way to an update only."""
    by_age: dict[int, list[int]] = {}
    for plan in plans:
        by_age.setdefault((plan.number * 37) % 120 + 1, []).append(pks[plan.code])
    for days, numbers in by_age.items():
        Product.objects.filter(pk__in=numbers).update(date_created=at - timedelta(days=3 * days))
