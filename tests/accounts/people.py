"""Signing in and up as the tests need it."""

from __future__ import annotations

import re
from typing import Any

from django.core.cache import cache
from django.test import TestCase
from django.utils import timezone

from marketplace.accounts.models import User
from marketplace.accounts.sender import MemorySender
from marketplace.demo import cast
from tests.support.goods import make_user

_CODE = re.compile(r"\b\d{6}\b")


class SignInTestCase(TestCase):
    """Starts with no limit used up and no message sent."""

    def setUp(self) -> None:
        cache.clear()
        MemorySender.outbox.clear()

    def last_code(self) -> str:
        found = _CODE.search(MemorySender.outbox[-1].text)
        assert found, MemorySender.outbox[-1]
        return found[0]

    def assert_signed_in(self, user: User) -> None:
        self.assertEqual(self.client.session.get("_auth_user_id"), str(user.pk))

    def assert_signed_out(self) -> None:
        self.assertNotIn("_auth_user_id", self.client.session)


def make_known(person: cast.Person, **fields: Any) -> User:
    """With a proved phone and the cast's password."""
    return make_user(person, password=cast.DEMO_PASSWORD, phone_verified_at=timezone.now(), **fields)
