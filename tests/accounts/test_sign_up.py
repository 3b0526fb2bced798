from __future__ import annotations

import re
import time
from unittest.mock import patch

from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from marketplace.accounts.forms import PhoneSignupForm
from marketplace.accounts.models import Consent, User
from marketplace.accounts.sender import MemorySender
from marketplace.demo import cast
from tests.accounts.people import SignInTestCase, make_known

URL = reverse("account_signup")
VERIFY = reverse("account_verify_phone")
FORM = {"name": "Phạm Thị Hoa", "phone": "0912 000 004", "terms": "on"}


class PhoneSignUpTests(SignInTestCase):
    def test_code_opens_the_account(self) -> None:
        response = self.client.post(URL, FORM)
        self.assertRedirects(response, VERIFY)
        user = User.objects.get(phone="+84912000004")
        self.assert_signed_out()

        response = self.client.post(VERIFY, {"code": self.last_code()})

        self.assertRedirects(response, reverse("account"))
        user.refresh_from_db()
        self.assert_signed_in(user)
        self.assertEqual((user.last_name, user.first_name), ("Phạm Thị", "Hoa"))
        self.assertIsNotNone(user.phone_verified_at)
        self.assertFalse(user.has_usable_password())

    def test_consent_is_kept_with_its_edition_and_nothing_unasked(self) -> None:
        self.client.post(URL, FORM)

        self.assertEqual(
            list(Consent.objects.values_list("purpose", "source", "policy_version")), [("TERMS", "signup", "2026-11")]
        )

    def test_without_consent_nothing_happens(self) -> None:
        response = self.client.post(URL, {**FORM, "terms": ""})

        self.assertContains(response, "Cần đồng ý với điều khoản")
        self.assertEqual(User.objects.count(), 0)
        self.assertEqual(MemorySender.outbox, [])

    def test_digits_are_not_kept_in_the_session(self) -> None:
        self.client.post(URL, FORM)

        self.assertNotIn(self.last_code(), str(dict(self.client.session)))

    def test_wrong_code_is_told_and_the_right_one_still_works(self) -> None:
        self.client.post(URL, FORM)

        response = self.client.post(VERIFY, {"code": "000000" if self.last_code() != "000000" else "000001"})

        self.assertContains(response, "Mã chưa đúng")
        self.assert_signed_out()
        self.client.post(VERIFY, {"code": self.last_code()})
        self.assert_signed_in(User.objects.get())

    def test_five_wrong_codes_end_it(self) -> None:
        self.client.post(URL, FORM)
        code = self.last_code()
        for _attempt in range(5):
            self.client.post(VERIFY, {"code": "1"})

        self.client.post(VERIFY, {"code": code})

        self.assert_signed_out()
        self.assertIsNone(User.objects.get().phone_verified_at)

    def test_code_dies_after_five_minutes(self) -> None:
        self.client.post(URL, FORM)
        code = self.last_code()

        with patch("allauth.account.internal.flows.code_verification.time.time", return_value=time.time() + 301):
            self.client.post(VERIFY, {"code": code})

        self.assert_signed_out()

    def test_code_is_read_with_blanks_dashes_and_other_digits(self) -> None:
        self.client.post(URL, FORM)
        code = self.last_code()
        fullwidth = "".join(chr(ord(c) + 0xFEE0) for c in code[:3])

        self.client.post(VERIFY, {"code": f" {fullwidth}-{code[3:]} "})

        self.assert_signed_in(User.objects.get())

    def test_sending_again_gives_a_new_code_and_kills_the_old(self) -> None:
        self.client.post(URL, FORM)
        old = self.last_code()
        cache.clear()

        self.client.post(VERIFY, {"action": "resend"})

        self.assertEqual(len(MemorySender.outbox), 2)
        if self.last_code() != old:
            self.client.post(VERIFY, {"code": old})
            self.assert_signed_out()
        self.client.post(VERIFY, {"code": self.last_code()})
        self.assert_signed_in(User.objects.get())

    def test_known_number_looks_the_same_and_gets_a_message_without_code(self) -> None:
        fresh = self.client.post(URL, {**FORM, "phone": "0912 000 077"})
        self.client.post(reverse("account_logout"))
        owner = make_known(cast.HOA)

        known = self.client.post(URL, FORM)

        self.assertEqual((known.status_code, known["Location"]), (fresh.status_code, fresh["Location"]))
        self.assertIn("đã có tài khoản", MemorySender.outbox[-1].text)
        page = self.client.get(VERIFY)
        self.assertContains(page, "09•• ••• 004")
        self.client.post(VERIFY, {"code": "123456"})
        self.assert_signed_out()
        self.assertEqual(User.objects.filter(phone=owner.phone).count(), 1)

    def test_number_that_nobody_proved_is_still_free(self) -> None:
        self.client.post(URL, {**FORM, "name": "Kẻ Lạ"})
        cache.clear()
        self.client.post(reverse("account_logout"))

        self.client.post(URL, FORM)
        self.client.post(VERIFY, {"code": self.last_code()})

        user = User.objects.get()
        self.assert_signed_in(user)
        self.assertEqual(user.get_full_name(), "Phạm Thị Hoa")

    def test_second_request_within_half_a_minute_is_429_and_keeps_nothing(self) -> None:
        self.client.post(URL, FORM)
        self.client.post(reverse("account_logout"))
        User.objects.all().delete()

        response = self.client.post(URL, FORM)

        self.assertEqual(response.status_code, 429)
        self.assertContains(response, "Bạn thử quá nhanh", status_code=429)
        self.assertEqual(User.objects.count(), 0)
        self.assertEqual(len(MemorySender.outbox), 1)


class DoublePressTests(SignInTestCase):
    def test_account_made_between_check_and_save_is_not_an_error(self) -> None:
        def other_press(form: PhoneSignupForm) -> None:
            """Between the form's check and its saving the other request has saved."""
            checked(form)
            if not User.objects.exists():
                User.objects.create_user("0912 000 004", None)

        checked = PhoneSignupForm._clean_phone
        with patch.object(PhoneSignupForm, "_clean_phone", other_press):
            response = self.client.post(URL, FORM)

        self.assertRedirects(response, VERIFY)
        self.client.post(VERIFY, {"code": self.last_code()})
        self.assert_signed_in(User.objects.get())


class PhoneFormatTests(SignInTestCase):
    def test_every_way_of_writing_is_one_number(self) -> None:
        for text in (
            "0912000004",
            "+84 912 000 004",
            "84912000004",
            "0912.000.004",
            "０９１２０００００４",
            "0084912000004",
        ):
            with self.subTest(text):
                cache.clear()
                User.objects.all().delete()
                self.client.post(URL, {**FORM, "phone": text})

                self.assertEqual(User.objects.get().phone, "+84912000004")
                self.client.post(reverse("account_logout"))

    def test_numbers_that_get_no_message_are_refused(self) -> None:
        wrong = {
            "0208 3855 123": "số di động Việt Nam",
            "+1 202 555 0123": "số di động Việt Nam",
            "1900 1234": "số di động Việt Nam",
            "12": "chưa đúng",
            "abc": "chưa đúng",
            "0" * 5000: "quá dài",
            "٠": "chưa đúng",
        }
        for text, why in wrong.items():
            with self.subTest(text[:20]):
                response = self.client.post(URL, {**FORM, "phone": text})

                self.assertContains(response, why)
                self.assertEqual(User.objects.count(), 0)
        self.assertEqual(MemorySender.outbox, [])


class EmailSignUpTests(SignInTestCase):
    URL = reverse("account_signup_email")
    CODE = reverse("account_email_verification_sent")
    FORM = {"name": "Phạm Thị Hoa", "email": "Hoa@Demo.example", "password1": "nuong-che-42", "terms": "on"}

    def code(self) -> str:
        found = re.search(r"\b\d{6}\b", str(mail.outbox[-1].body))
        assert found
        return found[0]

    def test_address_is_proved_before_the_first_sign_in(self) -> None:
        response = self.client.post(self.URL, self.FORM)
        self.assertRedirects(response, self.CODE)
        self.assert_signed_out()

        self.client.post(self.CODE, {"code": self.code()})

        user = User.objects.get()
        self.assert_signed_in(user)
        self.assertEqual((user.email, user.phone), ("hoa@demo.example", None))
        self.assertEqual(mail.outbox[-1].subject, "Xứ Trà: Mã xác minh email")

    def test_known_address_looks_the_same(self) -> None:
        User.objects.create_user(email="hoa@demo.example", password="x")

        response = self.client.post(self.URL, self.FORM)

        self.assertRedirects(response, self.CODE)
        self.assertIn("đã có tài khoản", mail.outbox[-1].body)
        self.assertEqual(User.objects.count(), 1)

    def test_weak_and_endless_passwords_are_refused(self) -> None:
        for password, why in (("12345678", "Mật khẩu này quá phổ biến"), ("a" * 100_000, "tối đa 128")):
            with self.subTest(password[:10]):
                response = self.client.post(self.URL, {**self.FORM, "password1": password})

                self.assertContains(response, why)
                self.assertEqual(User.objects.count(), 0)
