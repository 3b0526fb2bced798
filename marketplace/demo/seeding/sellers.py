from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from marketplace.accounts.models import User
from marketplace.demo.shops import Shop, shops
from marketplace.demo.words import about_shop
from marketplace.kernel import places, times
from sellers.models import DeliveryKind, DeliveryMethod, MemberRole, Partner, SellerKind, SellerMember, SellerStatus

_COLD = {"poultry", "meat", "cured", "fish", "ready"}
_FRESH = _COLD | {"vegetables", "greens", "fruit", "bamboo", "eggs", "cakes"}
_ZONES = {
    places.PROVINCE_CODE: {"first_grams": 2000, "first_fee": 18_000, "next_grams": 500, "next_fee": 2_500},
    "*": {"first_grams": 2000, "first_fee": 32_000, "next_grams": 500, "next_fee": 5_000},
}
_CAST_ROLES = {1: MemberRole.OWNER, 2: MemberRole.MANAGER, 3: MemberRole.OWNER}


@transaction.atomic
def seed_sellers(*, at: datetime) -> int:
    known = set(Partner.objects.values_list("slug", flat=True))
    missing = [shop for shop in shops() if shop.slug not in known]
    Partner.objects.bulk_create([_seller(shop, at) for shop in missing])
    sellers = dict(Partner.objects.filter(slug__in=[shop.slug for shop in missing]).values_list("slug", "pk"))
    owners = dict(User.objects.values_list("phone", "pk"))
    SellerMember.objects.bulk_create(
        SellerMember(
            seller_id=sellers[shop.slug],
            user_id=owners[shop.phone],
            role=_CAST_ROLES.get(shop.number, MemberRole.OWNER),
        )
        for shop in missing
    )
    DeliveryMethod.objects.bulk_create(method for shop in missing for method in _delivery(shop, sellers[shop.slug]))
    return len(missing)


def _seller(shop: Shop, at: datetime) -> Partner:
    joined = at - timedelta(days=30 * shop.age_months)
    return Partner(
        code=shop.slug,
        name=shop.name,
        slug=shop.slug,
        kind=shop.kind,
        status=SellerStatus.APPROVED,
        commune_code=shop.commune,
        address_line=f"Xóm {shop.hamlet}",
        phone=shop.phone,
        about=about_shop(shop),
        joined_on=times.business_day(joined),
        approved_at=joined,
        dispatch_days=shop.dispatch_days,
        is_demo=True,
    )


def _delivery(shop: Shop, seller_id: int) -> list[DeliveryMethod]:
    """Everyone offers to be visited; households charge a flat fee, the larger ones by weight; fresh food goes cold."""
    methods = [
        DeliveryMethod(
            seller_id=seller_id,
            code="den-lay",
            name="Đến lấy tại nơi bán",
            name_en="Pick up at the seller's",
            kind=DeliveryKind.PICKUP,
            days_min=0,
            days_max=1,
            pickup_address=f"Xóm {shop.hamlet}",
            pickup_commune=shop.commune,
        )
    ]
    if shop.kind == SellerKind.HOUSEHOLD:
        methods.append(_flat(seller_id))
    else:
        methods.append(_by_weight(seller_id))
    if _FRESH & set(shop.families):
        methods.append(_within_province(seller_id))
    if _COLD & set(shop.families):
        methods.append(_cold(seller_id))
    return methods


def _flat(seller_id: int) -> DeliveryMethod:
    return DeliveryMethod(
        seller_id=seller_id,
        code="giao-thuong",
        name="Giao tiêu chuẩn",
        name_en="Standard delivery",
        kind=DeliveryKind.FLAT,
        fee=30_000,
        free_from=500_000,
        days_min=2,
        days_max=4,
    )


def _by_weight(seller_id: int) -> DeliveryMethod:
    return DeliveryMethod(
        seller_id=seller_id,
        code="giao-theo-can",
        name="Giao theo cân",
        name_en="Delivery by weight",
        kind=DeliveryKind.WEIGHT_ZONE,
        rates=_ZONES,
        free_from=1_000_000,
        days_min=2,
        days_max=5,
    )


def _within_province(seller_id: int) -> DeliveryMethod:
    return DeliveryMethod(
        seller_id=seller_id,
        code="giao-trong-tinh",
        name="Giao trong tỉnh",
        name_en="Delivery within the province",
        kind=DeliveryKind.FLAT,
        fee=20_000,
        free_from=300_000,
        days_min=1,
        days_max=1,
        communes_served=list(places.communes()),
    )


def _cold(seller_id: int) -> DeliveryMethod:
    return DeliveryMethod(
        seller_id=seller_id,
        code="giao-lanh",
        name="Giao lạnh",
        name_en="Chilled delivery",
        kind=DeliveryKind.FLAT,
        fee=45_000,
        free_from=800_000,
        days_min=1,
        days_max=2,
        is_cold_chain=True,
    )
