from __future__ import annotations

import re
from unittest.mock import patch

from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.accounts.sender import MemorySender
from marketplace.demo import cast
from tests.accounts.people import SignInTestCase, make_known

LOGIN = reverse("account_login")
ASK = reverse("account_request_login_code")
CONFIRM = reverse("account_confirm_login_code")
WRONG = "Số điện thoại, email hoặc mật khẩu chưa đúng."


class PasswordTests(SignInTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.hoa = make_known(cast.HOA)

    def sign_in(self, login: str, password: str = cast.DEMO_PASSWORD) -> object:
        return self.client.post(LOGIN, {"login": login, "password": password})

    def test_phone_in_any_form_and_email_sign_in(self) -> None:
        for login in (
            "0912 000 004",
            "+84912000004",
            "84912000004",
            "hoa@demo.xutra.example",
            "HOA@demo.xutra.example",
        ):
            with self.subTest(login):
                self.assertRedirects(self.sign_in(login), reverse("account"))
                self.assert_signed_in(self.hoa)
                self.client.post(reverse("account_logout"))

    def test_wrong_password_and_unknown_people_get_the_same_answer(self) -> None:
        for login in ("0912 000 004", "0912 000 099", "hoa@demo.xutra.example", "no@body.example", "Phạm Thị Hoa"):
            with self.subTest(login):
                response = self.sign_in(login, "sai-mat-khau")

                self.assertContains(response, WRONG)
                self.assert_signed_out()

    def test_unknown_people_cost_as_much_hashing_as_known_ones(self) -> None:
        counts = []
        for login in ("0912 000 004", "0912 000 099", "hoa@demo.xutra.example", "no@body.example"):
            with patch.object(
                MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode
            ) as encode:
                self.sign_in(login, "sai-mat-khau")
            counts.append(encode.call_count)

        self.assertEqual(counts, [1, 1, 1, 1])

    def test_five_failures_close_one_account_and_no_other(self) -> None:
        minh = make_known(cast.MINH)
        for _attempt in range(5):
            self.sign_in("0912 000 004", "sai")

        response = self.sign_in("+84 912 000 004")

        self.assertContains(response, "thử quá nhiều lần", status_code=429)
        self.assert_signed_out()
        self.sign_in(cast.MINH.phone)
        self.assert_signed_in(minh)

    def test_session_gets_a_new_key(self) -> None:
        self.client.get(LOGIN)
        session = self.client.session
        session["before"] = 1
        session.save()
        key = session.session_key

        self.sign_in("0912 000 004")

        self.assertNotEqual(self.client.session.session_key, key)

    def test_closed_account_is_told_only_to_who_knows_the_password(self) -> None:
        User.objects.update(is_active=False)

        self.assertContains(self.sign_in("0912 000 004", "sai"), WRONG)
        self.assertRedirects(self.sign_in("0912 000 004"), reverse("account_inactive"))
        self.assert_signed_out()

    def test_hostile_targets_are_not_followed(self) -> None:
        hostile = (
            "https://evil.example/",
            "//evil.example",
            "/\\evil.example",
            "javascript:alert(1)",
            "http:///evil.example",
        )
        for target in hostile:
            with self.subTest(target):
                response = self.client.post(
                    LOGIN, {"login": "0912 000 004", "password": cast.DEMO_PASSWORD, "next": target}
                )

                self.assertEqual(response["Location"], reverse("account"))
                self.client.post(reverse("account_logout"))

    def test_own_target_is_followed(self) -> None:
        response = self.client.post(
            LOGIN, {"login": "0912 000 004", "password": cast.DEMO_PASSWORD, "next": reverse("account_email")}
        )

        self.assertEqual(response["Location"], reverse("account_email"))

    def test_huge_and_odd_input_is_refused_quietly(self) -> None:
        for login, password in (("0" * 100_000, "x"), ("0912 000 004", "x" * 100_000), ("\x00", "\x00"), ("٠٩١٢", "x")):
            with self.subTest(login[:5]):
                response = self.sign_in(login, password)

                self.assertIn(response.status_code, (200, 429))
                self.assert_signed_out()

    def test_target_is_escaped_in_the_page(self) -> None:
        response = self.client.get(LOGIN, {"next": '"><script>alert(1)</script>'})

        self.assertNotContains(response, "<script>alert")


class CodeTests(SignInTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.hoa = make_known(cast.HOA)

    def test_code_signs_in(self) -> None:
        self.assertRedirects(self.client.post(ASK, {"phone": "0912 000 004"}), CONFIRM)

        response = self.client.post(CONFIRM, {"code": self.last_code()})

        self.assertRedirects(response, reverse("account"))
        self.assert_signed_in(self.hoa)
        self.assertEqual(MemorySender.outbox[0].phone, "+84912000004")

    def test_target_is_kept_through_the_code(self) -> None:
        target = reverse("account_email")
        response = self.client.post(ASK, {"phone": "0912 000 004", "next": target})

        response = self.client.post(response["Location"], {"code": self.last_code(), "next": target})

        self.assertRedirects(response, target)

    def test_unknown_number_looks_the_same_and_gets_a_message_too(self) -> None:
        known = self.client.post(ASK, {"phone": "0912 000 004"})
        stranger = Client()

        unknown = stranger.post(ASK, {"phone": "0912 000 099"})

        self.assertEqual((unknown.status_code, unknown["Location"]), (known.status_code, known["Location"]))
        self.assertEqual(
            stranger.get(CONFIRM).content.count(b"<input"), self.client.get(CONFIRM).content.count(b"<input")
        )
        self.assertEqual([message.phone for message in MemorySender.outbox], ["+84912000004", "+84912000099"])
        self.assertContains(stranger.post(CONFIRM, {"code": "000000"}), "Mã chưa đúng")

    def test_message_is_short_enough_for_one_text(self) -> None:
        self.client.post(ASK, {"phone": "0912 000 004"})

        self.assertLessEqual(len(MemorySender.outbox[-1].text), 70)

    def test_code_of_another_session_is_worth_nothing(self) -> None:
        thief = Client()
        thief.post(ASK, {"phone": "0912 000 099"})
        self.client.post(ASK, {"phone": "0912 000 004"})

        thief.post(CONFIRM, {"code": self.last_code()})

        self.assertNotIn("_auth_user_id", thief.session)

    def test_asking_again_at_once_is_429_and_sends_nothing(self) -> None:
        self.client.post(ASK, {"phone": "0912 000 004"})

        response = Client().post(ASK, {"phone": "0912 000 004"})

        self.assertEqual(response.status_code, 429)
        self.assertEqual(len(MemorySender.outbox), 1)

    def test_a_number_gets_ten_messages_an_hour_whatever_the_way(self) -> None:
        cache.clear()
        self.client.get(LOGIN)
        for attempt in range(12):
            with (
                self.subTest(attempt),
                self.settings(ACCOUNT_RATE_LIMITS={"sms": "10/h/key", "request_login_code": None}),
            ):
                response = Client().post(ASK, {"phone": "0912 000 004"})
                self.assertEqual(response.status_code, 302 if attempt < 10 else 429)
        self.assertEqual(len(MemorySender.outbox), 10)

    def test_guesses_sent_at_once_are_counted_although_the_session_is_stale(self) -> None:
        make_known(cast.MINH)
        for phone in (cast.MINH.phone, "0912 000 099"):
            with self.subTest(phone):
                guesser = Client()
                guesser.post(ASK, {"phone": phone})
                before = dict(guesser.session)
                statuses = []
                for _guess in range(9):
                    statuses.append(guesser.post(CONFIRM, {"code": "1"}).status_code)
                    session = guesser.session
                    session.update(before)
                    session.save()

                self.assertEqual(statuses, [200] * 8 + [429])

    def test_guessing_is_limited_by_address_beyond_the_session(self) -> None:
        statuses = []
        for number in range(8):
            guesser = Client()
            guesser.post(ASK, {"phone": f"0912 000 1{number:02}"})
            statuses += [guesser.post(CONFIRM, {"code": "1"}).status_code for _guess in range(4)]

        self.assertEqual(statuses[:30], [200] * 30)
        self.assertEqual(statuses[30:], [429] * 2)


class SignOutTests(SignInTestCase):
    def test_get_asks_and_post_signs_out(self) -> None:
        hoa = make_known(cast.HOA)
        self.client.force_login(hoa)

        self.assertContains(self.client.get(reverse("account_logout")), "Đăng xuất?")
        self.assert_signed_in(hoa)
        self.client.post(reverse("account_logout"))

        self.assert_signed_out()

    def test_forged_post_is_refused(self) -> None:
        client = Client(enforce_csrf_checks=True)

        self.assertEqual(client.post(LOGIN, {"login": "a", "password": "b"}).status_code, 403)


class PasswordChangeTests(SignInTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.hoa = make_known(cast.HOA)
        self.client.post(LOGIN, {"login": cast.HOA.phone, "password": cast.DEMO_PASSWORD})

    def change(self, **fields: str) -> object:
        new = {"password1": "doi-che-moi-77", "password2": "doi-che-moi-77"}
        return self.client.post(reverse("account_change_password"), {**new, **fields})

    def test_other_sessions_end_and_this_one_stays(self) -> None:
        elsewhere = Client()
        elsewhere.post(LOGIN, {"login": cast.HOA.phone, "password": cast.DEMO_PASSWORD})

        self.change(oldpassword=cast.DEMO_PASSWORD)

        self.assertEqual(self.client.get(reverse("account")).status_code, 200)
        self.assertEqual(elsewhere.get(reverse("account")).status_code, 302)
        self.assertIn("Mật khẩu của tài khoản vừa được đổi", mail.outbox[-1].body)

    def test_old_password_is_asked(self) -> None:
        response = self.change(oldpassword="sai")

        self.assertContains(response, "Mật khẩu hiện tại chưa đúng")
        self.hoa.refresh_from_db()
        self.assertTrue(self.hoa.check_password(cast.DEMO_PASSWORD))

    def test_two_different_new_ones_are_refused(self) -> None:
        response = self.change(oldpassword=cast.DEMO_PASSWORD, password2="khac-han")

        self.assertContains(response, "chưa giống nhau")
        self.hoa.refresh_from_db()
        self.assertTrue(self.hoa.check_password(cast.DEMO_PASSWORD))

    def test_forgotten_one_is_replaced_after_a_code(self) -> None:
        self.client.post(reverse("account_logout"))
        response = self.client.get(reverse("account_reset_password_by_phone"))
        self.client.post(response["Location"], {"phone": cast.HOA.phone})
        response = self.client.post(CONFIRM, {"code": self.last_code(), "next": reverse("account_change_password")})
        self.assertRedirects(response, reverse("account_change_password"))

        self.change()

        self.hoa.refresh_from_db()
        self.assertTrue(self.hoa.check_password("doi-che-moi-77"))


class EmailResetTests(SignInTestCase):
    def test_code_by_mail_sets_a_new_password(self) -> None:
        hoa = make_known(cast.HOA)
        self.client.post(reverse("account_reset_password"), {"email": cast.HOA.email})
        code = re.search(r"\b\d{6}\b", str(mail.outbox[-1].body))
        assert code

        self.client.post(reverse("account_confirm_password_reset_code"), {"code": code[0]})
        response = self.client.post(
            reverse("account_complete_password_reset"), {"password1": "doi-che-moi-77", "password2": "doi-che-moi-77"}
        )

        self.assertRedirects(response, reverse("account_password_reset_completed"))
        hoa.refresh_from_db()
        self.assertTrue(hoa.check_password("doi-che-moi-77"))

    def test_unknown_address_looks_the_same(self) -> None:
        make_known(cast.HOA)
        known = self.client.post(reverse("account_reset_password"), {"email": cast.HOA.email})

        unknown = Client().post(reverse("account_reset_password"), {"email": "no@body.example"})

        self.assertEqual((known.status_code, known["Location"]), (unknown.status_code, unknown["Location"]))
