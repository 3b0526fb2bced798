from __future__ import annotations

from django.test import TestCase
from django.urls import reverse

from marketplace.accounts.domain import consents
from marketplace.accounts.models import Consent, ConsentPurpose, User
from marketplace.demo import cast
from tests.accounts.test_domain import NOW
from tests.support.goods import make_user


class UserAdminTests(TestCase):
    def setUp(self) -> None:
        self.admin = User.objects.create_superuser("0912 000 009", cast.DEMO_PASSWORD)
        self.client.force_login(self.admin)

    def add(self, **fields: str) -> object:
        joined = {"language": "vi", "is_active": "on"}
        return self.client.post(reverse("admin:accounts_user_add"), joined | fields)

    def test_number_is_normalised_and_there_is_no_password(self) -> None:
        self.add(phone="0912 000 004", first_name="Hoa")

        user = User.objects.get(phone="+84912000004")
        self.assertFalse(user.has_usable_password())
        self.assertTrue(user.is_unclaimed)

    def test_nobody_without_phone_and_email_is_saved(self) -> None:
        self.assertEqual(self.add(first_name="Không").status_code, 200)
        self.assertEqual(User.objects.count(), 1)

    def test_lists_and_pages_open(self) -> None:
        hoa = make_user(cast.HOA)
        consents.grant_all(user=hoa, purposes=[ConsentPurpose.TERMS], source="signup", at=NOW)
        for name, args in (
            ("admin:accounts_user_changelist", []),
            ("admin:accounts_user_change", [hoa.pk]),
            ("admin:accounts_consent_changelist", []),
            ("admin:accounts_erasurerequest_changelist", []),
        ):
            with self.subTest(name):
                self.assertEqual(self.client.get(reverse(name, args=args)).status_code, 200)

    def test_proof_of_consent_is_not_edited(self) -> None:
        consents.grant_all(user=self.admin, purposes=[ConsentPurpose.TERMS], source="signup", at=NOW)
        consent = Consent.objects.get()
        for action in ("change", "delete"):
            with self.subTest(action):
                url = reverse(f"admin:accounts_consent_{action}", args=[consent.pk])
                self.assertEqual(self.client.post(url, {"post": "yes"}).status_code, 403)
        self.assertEqual(Consent.objects.count(), 1)
