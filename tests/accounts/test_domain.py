from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import TestCase
from django.urls import reverse

from catalog.reviews.models import ProductReview
from marketplace.accounts.domain import addresses, consents, erasure
from marketplace.accounts.models import Consent, ConsentPurpose, ErasureRequest, User
from marketplace.demo import cast
from marketplace.shop.customer import notices, wishes
from tests.accounts.people import SignInTestCase, make_known
from tests.shop.customer.test_access import PLACE
from tests.support.buying import order_of
from tests.support.goods import make_product, make_seller, make_user

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=2)


class UserTests(TestCase):
    def test_somebody_without_phone_and_email_is_nobody(self) -> None:
        with self.assertRaises(IntegrityError), transaction.atomic():
            User.objects.create_user(None, "x")

    def test_two_people_without_email_do_not_collide(self) -> None:
        for person in (cast.LAN, cast.MINH):
            user = make_user(person)
            user.email = ""
            user.save()

        self.assertEqual(User.objects.filter(email=None).count(), 2)

    def test_one_number_is_one_person_however_it_is_written(self) -> None:
        User.objects.create_user("0912 000 004")
        with self.assertRaises(IntegrityError), transaction.atomic():
            User.objects.create_user("+84 912.000.004")

    def test_email_is_one_whatever_its_case(self) -> None:
        User.objects.create_user(email="Hoa@Demo.example")
        with self.assertRaises(IntegrityError), transaction.atomic():
            User.objects.create_user(email="hoa@demo.EXAMPLE")

    def test_superuser_is_made_from_the_command_line(self) -> None:
        with patch.dict(os.environ, DJANGO_SUPERUSER_PASSWORD=cast.DEMO_PASSWORD):
            call_command("createsuperuser", phone="0912 000 009", interactive=False, verbosity=0)

        admin = User.objects.get()
        self.assertEqual((admin.phone, admin.is_superuser, admin.is_staff), ("+84912000009", True, True))
        self.assertIsNotNone(admin.phone_verified_at)

    def test_unknown_people_are_named_without_their_number(self) -> None:
        self.assertEqual(str(User(phone="+84912000004")), "09•• ••• 004")


class ConsentTests(TestCase):
    def setUp(self) -> None:
        self.hoa = make_user(cast.HOA)

    def choose(self, *purposes: ConsentPurpose, at: datetime = NOW) -> None:
        consents.choose(user=self.hoa, wanted=purposes, source="account", at=at)

    def test_withdrawing_keeps_the_proof(self) -> None:
        self.choose(ConsentPurpose.NEWS)

        self.choose(at=LATER)

        self.assertEqual(consents.granted_purposes(user=self.hoa), set())
        self.assertEqual(list(Consent.objects.values_list("granted_at", "withdrawn_at")), [(NOW, LATER)])

    def test_granting_twice_keeps_the_first_date(self) -> None:
        self.choose(ConsentPurpose.NEWS)
        self.choose(ConsentPurpose.NEWS, at=LATER)

        self.assertEqual(Consent.objects.get().granted_at, NOW)

    def test_terms_are_not_touched_by_a_choice(self) -> None:
        consents.grant_all(user=self.hoa, purposes=[ConsentPurpose.TERMS], source="signup", at=NOW)

        self.choose(at=LATER)

        self.assertEqual(consents.granted_purposes(user=self.hoa), {ConsentPurpose.TERMS})

    def test_withdrawal_cannot_precede_the_grant(self) -> None:
        self.choose(ConsentPurpose.NEWS)
        with self.assertRaises(IntegrityError), transaction.atomic():
            consents.withdraw(user=self.hoa, purpose=ConsentPurpose.NEWS, at=NOW - timedelta(days=1))


class ErasureTests(TestCase):
    def setUp(self) -> None:
        self.hoa = make_known(cast.HOA)

    def due(self) -> int:
        return erasure.carry_out_due(at=NOW + timedelta(days=erasure.WAITING_DAYS))

    def test_nothing_happens_before_the_time(self) -> None:
        erasure.request_erasure(user=self.hoa, at=NOW)

        self.assertEqual(erasure.carry_out_due(at=NOW + timedelta(days=6, hours=23)), 0)

        self.hoa.refresh_from_db()
        self.assertTrue(self.hoa.is_active)

    def test_changed_mind_keeps_everything(self) -> None:
        erasure.request_erasure(user=self.hoa, at=NOW)
        self.assertTrue(erasure.cancel(user=self.hoa, at=LATER))

        self.assertEqual(self.due(), 0)

        self.hoa.refresh_from_db()
        self.assertEqual(self.hoa.phone, "+84912000004")

    def test_person_goes_and_the_books_stay(self) -> None:
        tea = make_product(make_seller())
        order = order_of((tea, 1), user=self.hoa).order
        ProductReview.objects.create(user=self.hoa, product=tea, score=5, title="Chè", body="Chè thơm")
        wishes.toggle(user=self.hoa, product_id=tea.pk)
        notices.notify(user=self.hoa, text="Đơn đã giao.")
        addresses.add(user=self.hoa, address=PLACE)
        erasure.request_erasure(user=self.hoa, at=NOW)

        self.assertEqual(self.due(), 1)

        self.hoa.refresh_from_db()
        self.assertEqual(
            (self.hoa.phone, self.hoa.email, self.hoa.get_full_name(), self.hoa.is_active), (None, None, "", False)
        )
        self.assertFalse(self.hoa.has_usable_password())
        self.assertEqual(self.hoa.saved_addresses.count(), 0)
        self.assertEqual(wishes.count(user=self.hoa), 0)
        self.assertEqual(notices.count_unread(self.hoa), 0)
        order.refresh_from_db()
        self.assertEqual(order.number, order.snapshot.order.number)
        self.assertEqual(ProductReview.objects.values_list("user", "name").get(), (None, "Người mua"))

    def test_number_is_free_again(self) -> None:
        erasure.request_erasure(user=self.hoa, at=NOW)
        self.due()

        self.assertEqual(make_user(cast.HOA).phone, "+84912000004")

    def test_running_twice_erases_once(self) -> None:
        erasure.request_erasure(user=self.hoa, at=NOW)

        self.assertEqual((self.due(), self.due()), (1, 0))

    def test_second_request_is_refused(self) -> None:
        erasure.request_erasure(user=self.hoa, at=NOW)
        with self.assertRaises(erasure.AlreadyRequested):
            erasure.request_erasure(user=self.hoa, at=LATER)

        self.assertEqual(ErasureRequest.objects.get().requested_at, NOW)

    def test_staff_do_not_erase_themselves(self) -> None:
        with self.assertRaises(erasure.StaffAccount):
            erasure.request_erasure(user=make_user(cast.VAN, is_staff=True), at=NOW)

        self.assertEqual(ErasureRequest.objects.count(), 0)


class PrivacyPageTests(SignInTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.hoa = make_known(cast.HOA)
        self.client.post(reverse("account_login"), {"login": cast.HOA.phone, "password": cast.DEMO_PASSWORD})

    def confirm(self, target: str) -> None:
        self.client.post(reverse("account_reauthenticate"), {"password": cast.DEMO_PASSWORD, "next": target})

    def test_choice_is_saved_and_shown(self) -> None:
        self.client.post(reverse("account-privacy"), {"purposes": ["NEWS"]})

        self.assertEqual(consents.granted_purposes(user=self.hoa), {ConsentPurpose.NEWS})
        self.assertContains(self.client.get(reverse("account-privacy")), "bản 2026-11")

    def test_data_are_given_only_after_the_password(self) -> None:
        url = reverse("account-export")
        self.assertEqual(self.client.get(url).status_code, 302)
        self.confirm(url)

        response = self.client.get(url)

        self.assertEqual(response.json()["account"]["phone"], "+84912000004")
        self.assertIn("attachment", response["Content-Disposition"])

    def test_export_holds_the_orders_and_no_one_elses(self) -> None:
        tea = make_product(make_seller())
        mine = order_of((tea, 1), user=self.hoa).order
        order_of((tea, 1), user=make_user(cast.MINH))
        self.confirm(reverse("account-export"))

        orders = self.client.get(reverse("account-export")).json()["orders"]

        self.assertEqual([order["reference"] for order in orders], [mine.number])
        self.assertEqual(orders[0]["lines"], [{"title": tea.title, "quantity": 1, "amount_dong": 150_000}])

    def test_erasing_is_asked_twice_and_can_be_taken_back(self) -> None:
        url = reverse("account-erase")
        self.confirm(url)
        self.client.post(url)
        self.assertIsNotNone(erasure.find_open(user=self.hoa))

        self.client.post(reverse("account-erase-cancel"))

        self.assertIsNone(erasure.find_open(user=self.hoa))
