"""What the cast sends to the reviewers, and the reviewers themselves."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group

from catalog.domain.submissions import Claim, Proposal, open_submission
from catalog.models import Category, CertificateKind, ProductSubmission
from cms.domain import officers
from marketplace.accounts.models import User
from marketplace.demo.cast import VAN
from tests.support.goods import make_user


def make_officer(person: Any = VAN, *groups: str) -> User:
    user = make_user(person)
    user.groups.set(Group.objects.filter(name__in=groups or (officers.REVIEWERS,)))
    return user


def make_category(name: str = "Chè xanh") -> Category:
    return Category.objects.filter(name=name).first() or Category.add_root(name=name)


def tea_proposal(**changes: Any) -> Proposal:
    words = {
        "description": "Búp một tôm hai lá, hái sáng sớm.",
        "sale_unit": "BOX",
        "content_amount": 200,
        "content_unit": "G",
        "origin_commune": "05503",
        "producer_name": "Nguyễn Thị Lan",
        **changes.pop("words", {}),
    }
    defaults = {
        "title": "Chè nõn tôm Lan",
        "category": make_category(),
        "claims": (Claim(kind=CertificateKind.OCOP, stars=4, number="OCOP-4-2026"),),
        "first_price": 180_000,
        "first_stock": 25,
    }
    return Proposal(words=words, **(defaults | changes))


def send_tea(seller: Any, user: Any, sku: str = "CHE-01", **changes: Any) -> ProductSubmission:
    return open_submission(seller=seller, sku=sku, proposal=tea_proposal(**changes), user=user)
