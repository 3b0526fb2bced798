"""From an approved application to an open shop."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from catalog.search import outbox
from marketplace.kernel import times
from marketplace.kernel.errors import MarketplaceError, gettext_noop
from marketplace.kernel.text import slugify
from sellers.models import MemberRole, Seller, SellerApplication, SellerMember, SellerStatus

_FACTS = ("name", "kind", "commune_code", "address_line", "phone", "tax_code", "about")


class BadApplication(MarketplaceError):
    """`details["fields"]` names what is wrong with which field, for a form."""

    code = "bad_application"
    message = gettext_noop("Hồ sơ mở gian hàng còn chỗ chưa đúng.")


@transaction.atomic
def open_application(*, applicant: Any, facts: dict[str, str]) -> SellerApplication:
    """Send an application to the reviewers; raises BadApplication."""
    application = SellerApplication(applicant=applicant, **facts)
    try:
        application.full_clean()
    except ValidationError as error:
        raise BadApplication(fields=error.message_dict) from None
    application.save()
    application.save_revision(user=applicant, log_action=True)
    application.get_workflow().start(application, applicant)
    return application


@transaction.atomic
def apply(*, application: SellerApplication, at: datetime) -> Seller:
    """Open the shop that was applied for, or write the changed facts to it. Never reopens one that was stopped."""
    seller = _seller(application)
    for name in _FACTS:
        setattr(seller, name, getattr(application, name))
    if seller.status == SellerStatus.APPLIED:
        seller.status = SellerStatus.APPROVED
        seller.approved_at = at
        seller.joined_on = times.business_day(at)
    seller.save()
    SellerMember.objects.get_or_create(
        seller=seller, user_id=application.applicant_id, defaults={"role": MemberRole.OWNER}
    )
    SellerApplication.objects.filter(pk=application.pk).update(seller=seller)
    application.seller = seller
    outbox.touch_seller(seller.pk)
    return seller


def _seller(application: SellerApplication) -> Seller:
    if application.seller_id:
        seller: Seller = Seller.objects.select_for_update().get(pk=application.seller_id)
        return seller
    return Seller(slug=_free_slug(application.name), status=SellerStatus.APPLIED)


def _free_slug(name: str) -> str:
    base = slugify(name)[:130] or "nha-vuon"
    taken = set(Seller.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number = 1
    slug = base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
