"""Changing the phone and the e-mail address of an account."""

from __future__ import annotations

import re

from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.accounts.sender import MemorySender
from marketplace.demo import cast
from tests.accounts.people import SignInTestCase, make_known

PHONE, VERIFY = reverse("account_change_phone"), reverse("account_verify_phone")
EMAIL, EMAIL_CODE = reverse("account_email"), reverse("account_email_verification_sent")


class ChangeTestCase(SignInTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.hoa = make_known(cast.HOA)
        self.client.post(reverse("account_login"), {"login": cast.HOA.phone, "password": cast.DEMO_PASSWORD})

    def confirm(self) -> None:
        self.client.post(reverse("account_reauthenticate"), {"password": cast.DEMO_PASSWORD, "next": PHONE})


class PhoneTests(ChangeTestCase):
    def test_password_is_asked_before_a_code_goes_out(self) -> None:
        response = self.client.post(PHONE, {"phone": "0987 654 321"})

        self.assertRedirects(response, f"{reverse('account_reauthenticate')}?next={PHONE}")
        self.assertEqual(MemorySender.outbox, [])

    def test_new_number_is_proved_and_the_old_one_told(self) -> None:
        self.confirm()
        self.client.post(PHONE, {"phone": "0987 654 321"})
        self.hoa.refresh_from_db()
        self.assertEqual(self.hoa.phone, "+84912000004")

        self.client.post(VERIFY, {"code": self.last_code()})

        self.hoa.refresh_from_db()
        self.assertEqual(self.hoa.phone, "+84987654321")
        self.assertEqual(MemorySender.outbox[-1].phone, "+84912000004")
        self.assertIn("đổi sang số khác", MemorySender.outbox[-1].text)

    def test_number_of_another_cannot_be_taken(self) -> None:
        minh = make_known(cast.MINH)
        self.confirm()
        self.client.post(PHONE, {"phone": cast.MINH.phone})

        response = self.client.post(VERIFY, {"code": self.last_code()})

        self.assertContains(response, "đã có tài khoản khác dùng")
        self.hoa.refresh_from_db()
        self.assertEqual(self.hoa.phone, "+84912000004")
        self.assertEqual(User.objects.get(phone="+84912000003"), minh)

    def test_landline_and_own_number_are_refused(self) -> None:
        self.confirm()
        for number, why in (("0208 3855 123", "số di động Việt Nam"), (cast.HOA.phone, "thông tin hiện tại")):
            with self.subTest(number):
                self.assertContains(self.client.post(PHONE, {"phone": number}), why)
        self.assertEqual(MemorySender.outbox, [])


class EmailTests(ChangeTestCase):
    def code(self) -> str:
        found = re.search(r"\b\d{6}\b", str(mail.outbox[-1].body))
        assert found
        return found[0]

    def test_new_address_counts_once_it_is_proved(self) -> None:
        self.confirm()
        self.client.post(EMAIL, {"email": "moi@demo.example", "action_add": "1"})
        self.hoa.refresh_from_db()
        self.assertEqual(self.hoa.email, cast.HOA.email)

        self.client.post(EMAIL_CODE, {"code": self.code()})

        self.hoa.refresh_from_db()
        self.assertEqual(self.hoa.email, "moi@demo.example")
        self.assertTrue(EmailAddress.objects.get(email="moi@demo.example").verified)

    def test_address_can_be_dropped_while_there_is_a_phone(self) -> None:
        EmailAddress.objects.create(user=self.hoa, email=cast.HOA.email, verified=True, primary=True)
        self.confirm()

        self.client.post(EMAIL, {"email": cast.HOA.email, "action_remove": "1"})

        self.hoa.refresh_from_db()
        self.assertIsNone(self.hoa.email)

    def test_last_thing_one_is_known_by_stays(self) -> None:
        EmailAddress.objects.create(user=self.hoa, email=cast.HOA.email, verified=True, primary=True)
        User.objects.update(phone=None)
        cache.clear()
        self.confirm()

        response = self.client.post(EMAIL, {"email": cast.HOA.email, "action_remove": "1"}, follow=True)

        self.assertContains(response, "Không bỏ được email này")
        self.hoa.refresh_from_db()
        self.assertEqual(self.hoa.email, cast.HOA.email)
