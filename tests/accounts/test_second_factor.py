from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Permission
from django.core import mail
from django.test import override_settings
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.demo import cast
from tests.accounts.people import SignInTestCase, make_known

LOGIN = reverse("account_login")
SECRET = "JBSWY3DPEHPK3PXP"


def current_code(secret: str = SECRET) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


class StaffTestCase(SignInTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.van = make_known(cast.VAN, is_staff=True)
        self.van.user_permissions.add(Permission.objects.get(codename="access_admin"))

    def sign_in(self) -> object:
        return self.client.post(LOGIN, {"login": cast.VAN.phone, "password": cast.DEMO_PASSWORD})


class TOTPTests(StaffTestCase):
    def test_password_alone_is_half_the_way(self) -> None:
        TOTP.activate(self.van, SECRET)

        self.assertRedirects(self.sign_in(), reverse("mfa_authenticate"))

        self.assert_signed_out()

    def test_code_of_the_app_completes_it(self) -> None:
        TOTP.activate(self.van, SECRET)
        self.sign_in()

        self.client.post(reverse("mfa_authenticate"), {"code": current_code()})

        self.assert_signed_in(self.van)

    def test_wrong_codes_are_refused_and_counted(self) -> None:
        TOTP.activate(self.van, SECRET)
        self.sign_in()
        for _attempt in range(5):
            self.assertContains(self.client.post(reverse("mfa_authenticate"), {"code": "1"}), "Mã chưa đúng")

        response = self.client.post(reverse("mfa_authenticate"), {"code": current_code()})

        self.assertContains(response, "thử quá nhiều lần", status_code=429)
        self.assert_signed_out()

    def test_secret_is_stored_encrypted(self) -> None:
        TOTP.activate(self.van, SECRET)

        self.assertNotIn(SECRET, str(Authenticator.objects.get().data))

    def test_switching_it_on_shows_a_picture_and_gives_recovery_codes(self) -> None:
        self.sign_in()
        url = reverse("mfa_activate_totp")
        self.client.post(reverse("account_reauthenticate"), {"password": cast.DEMO_PASSWORD, "next": url})
        page = self.client.get(url)
        self.assertContains(page, "data:image/svg+xml;base64,")

        with self.captureOnCommitCallbacks(execute=True):
            response = self.client.post(url, {"code": current_code(page.context["form"].secret)})

        self.assertRedirects(response, reverse("mfa_view_recovery_codes"))
        self.assertEqual(
            set(Authenticator.objects.values_list("type", flat=True)),
            {Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES},
        )
        self.assertIn("vừa bật ứng dụng xác thực", "".join(str(m.body) for m in mail.outbox))

    def test_other_ways_to_confirm_are_said_in_vietnamese(self) -> None:
        self.client.force_login(self.van)
        TOTP.activate(self.van, SECRET)

        page = self.client.get(reverse("account_reauthenticate"))

        self.assertContains(page, "Dùng mã trong ứng dụng xác thực hoặc mã dự phòng")

    def test_switching_it_on_asks_for_the_password_first(self) -> None:
        self.sign_in()

        response = self.client.get(reverse("mfa_activate_totp"))

        self.assertRedirects(response, f"{reverse('account_reauthenticate')}?next={reverse('mfa_activate_totp')}")


class PasskeyTests(StaffTestCase):
    def test_page_carries_options_for_the_browser(self) -> None:
        self.sign_in()
        url = reverse("mfa_add_webauthn")
        self.client.post(reverse("account_reauthenticate"), {"password": cast.DEMO_PASSWORD, "next": url})

        page = self.client.get(url)

        self.assertContains(page, 'data-passkey="add"')
        self.assertContains(page, 'id="passkey-options"')
        self.assertIn("challenge", page.context["js_data"]["creation_options"]["publicKey"])

    def test_sign_in_asks_the_server_for_a_challenge(self) -> None:
        response = self.client.get(reverse("mfa_login_webauthn"), HTTP_ACCEPT="application/json")

        self.assertIn("challenge", response.json()["request_options"]["publicKey"])

    def test_rubbish_is_refused(self) -> None:
        for credential in ("", "{}", "[]", "null", '{"id": 1}', "x" * 10_000):
            with self.subTest(credential[:10]):
                response = self.client.post(reverse("mfa_login_webauthn"), {"credential": credential})

                self.assertRedirects(response, LOGIN)
                self.assert_signed_out()


class DoorTests(StaffTestCase):
    def test_in_development_the_password_is_enough(self) -> None:
        self.sign_in()

        self.assertEqual(self.client.get("/cms/").status_code, 200)

    @override_settings(STAFF_SECOND_FACTOR_REQUIRED=True)
    def test_without_a_factor_staff_are_sent_to_make_one(self) -> None:
        self.sign_in()
        for door in ("/cms/", "/quan-tri/", "/cms/pages/", "/quan-tri/accounts/user/"):
            with self.subTest(door):
                self.assertRedirects(self.client.get(door), reverse("mfa_index"))

    @override_settings(STAFF_SECOND_FACTOR_REQUIRED=True)
    def test_session_that_showed_no_factor_is_asked_for_it(self) -> None:
        self.sign_in()
        TOTP.activate(self.van, SECRET)

        response = self.client.get("/cms/")
        self.assertRedirects(response, f"{reverse('mfa_reauthenticate')}?next=%2Fcms%2F")
        response = self.client.post(response["Location"], {"code": current_code(), "next": "/cms/"})

        self.assertRedirects(response, "/cms/")

    @override_settings(STAFF_SECOND_FACTOR_REQUIRED=True)
    def test_code_at_sign_in_opens_the_door(self) -> None:
        TOTP.activate(self.van, SECRET)
        self.sign_in()
        self.client.post(reverse("mfa_authenticate"), {"code": current_code()})

        self.assertEqual(self.client.get("/cms/").status_code, 200)

    def test_admins_have_no_sign_in_page_of_their_own(self) -> None:
        User.objects.create_superuser("0912 000 009", cast.DEMO_PASSWORD)
        for door, address in (("/cms/", "/cms/"), ("/quan-tri/", "/quan-tri/")):
            with self.subTest(door):
                response = self.client.get(door, follow=True)
                self.assertEqual(response.redirect_chain[-1][0].partition("?")[0], LOGIN)
                self.assertEqual(self.client.get(f"{address}login/")["Location"], LOGIN)
                self.assertEqual(self.client.post(f"{address}login/").status_code, 302)

    def test_shoppers_stay_outside(self) -> None:
        self.client.force_login(make_known(cast.HOA))

        self.assertEqual(self.client.get("/cms/").status_code, 302)
        self.assertEqual(self.client.get("/quan-tri/").status_code, 302)


class SessionTests(SignInTestCase):
    def test_other_devices_are_listed_and_can_be_ended(self) -> None:
        make_known(cast.HOA)
        agents = ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Safari/537", "Mozilla/5.0 (Windows) Firefox/150")
        form = {"login": cast.HOA.phone, "password": cast.DEMO_PASSWORD}
        elsewhere = self.client_class(headers={"user-agent": agents[0]})
        elsewhere.post(LOGIN, form)
        self.client.post(LOGIN, form, headers={"user-agent": agents[1]})

        page = self.client.get(reverse("usersessions_list"))
        self.assertContains(page, "Chrome, Android")
        self.assertContains(page, "Firefox, Windows")
        self.client.post(reverse("usersessions_list"))

        self.assertEqual(elsewhere.get(reverse("account")).status_code, 302)
        self.assertEqual(self.client.get(reverse("account")).status_code, 200)
