"""Consent per purpose, provable and withdrawable (PDPL 91/2025, FACTS 7.4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from marketplace.accounts.models import Consent, ConsentPurpose, User

# The edition of the terms and of the privacy page that people now agree to.
POLICY_VERSION = "2026-11"


def grant_all(*, user: User, purposes: Iterable[ConsentPurpose], source: str, at: datetime) -> None:
    """Purposes already granted keep their first date."""
    for purpose in purposes:
        Consent.objects.get_or_create(
            user=user,
            purpose=purpose,
            withdrawn_at=None,
            defaults={"granted_at": at, "source": source, "policy_version": POLICY_VERSION},
        )


def withdraw(*, user: User, purpose: ConsentPurpose, at: datetime) -> None:
    """The row stays as proof; withdrawing what was never granted changes nothing."""
    Consent.objects.filter(user=user, purpose=purpose, withdrawn_at=None).update(withdrawn_at=at)


def choose(*, user: User, wanted: Iterable[ConsentPurpose], source: str, at: datetime) -> None:
    """Make the optional purposes exactly `wanted`; the terms are not a choice while the account is open."""
    chosen = set(wanted)
    with transaction.atomic():
        for purpose in ConsentPurpose.optional():
            if purpose in chosen:
                grant_all(user=user, purposes=[purpose], source=source, at=at)
            else:
                withdraw(user=user, purpose=purpose, at=at)


def granted_purposes(*, user: User) -> set[ConsentPurpose]:
    rows = Consent.objects.filter(user=user, withdrawn_at=None).values_list("purpose", flat=True)
    return {ConsentPurpose(purpose) for purpose in rows}
