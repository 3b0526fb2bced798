"""The cast can sign in with one password that the launcher prints; the other people are only names."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction

from marketplace.accounts.models import User
from marketplace.demo import cast
from marketplace.demo.reviews import shoppers
from marketplace.demo.shops import shops
from marketplace.kernel import phones

_FLAGS = {
    cast.VAN.key: {"is_staff": True},
    cast.ADMIN.key: {"is_staff": True, "is_superuser": True},
}


@transaction.atomic
def seed_people(*, at: datetime) -> int:
    owners = (shop.owner for shop in shops() if shop.owner not in cast.EVERYONE)
    everyone = [*cast.EVERYONE, *owners, *shoppers()]
    known = set(User.objects.values_list("phone", flat=True))
    password, unusable = make_password(cast.DEMO_PASSWORD), make_password(None)
    missing = [
        User(
            phone=phones.to_e164(person.phone),
            email=person.email or None,
            last_name=person.last_name,
            first_name=person.first_name,
            password=password if person in cast.EVERYONE else unusable,
            phone_verified_at=at,
            **_FLAGS.get(person.key, {}),
        )
        for person in everyone
        if phones.to_e164(person.phone) not in known
    ]
    User.objects.bulk_create(missing, batch_size=500)
    _make_officer()
    return len(missing)


def _make_officer() -> None:
    """Vân reviews in Wagtail; the groups come from `cms.domain.site.bootstrap`."""
    officer = User.objects.get(phone=phones.to_e164(cast.VAN.phone))
    officer.groups.add(*Group.objects.filter(name__in=cast.OFFICER_GROUPS))
