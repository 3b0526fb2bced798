from __future__ import annotations

from django.test import TestCase
from django.urls import reverse

from marketplace.accounts.domain import addresses
from marketplace.accounts.models import SavedAddress
from marketplace.demo import cast
from tests.shop.customer.test_access import PLACE
from tests.support.goods import make_user

FORM = {
    "name": "Phạm Thị Hoa",
    "phone": "0912 000 004",
    "province_code": "19",
    "commune": "Xã Tân Cương",
    "street": "Số 5, xóm Hồng Thái",
}


class AddressFormTests(TestCase):
    def setUp(self) -> None:
        self.hoa = make_user(cast.HOA)
        self.client.force_login(self.hoa)

    def add(self, **fields: str) -> object:
        return self.client.post(reverse("account-address-add"), FORM | fields)

    def test_commune_of_today_is_kept_by_code_and_edition(self) -> None:
        self.add()

        saved = SavedAddress.objects.get()
        self.assertEqual(
            (saved.commune_code, saved.commune_name, saved.codes_version, saved.phone, saved.is_default),
            ("05503", "Xã Tân Cương", "2025-07-01", "+84912000004", True),
        )

    def test_old_commune_and_district_become_todays(self) -> None:
        for text, code in (("Hoàng Nông, Đại Từ", "05818"), ("hoang nong, dai tu", "05818"), ("tan cuong", "05503")):
            with self.subTest(text):
                SavedAddress.objects.all().delete()
                self.add(commune=text)

                saved = SavedAddress.objects.get()
                self.assertEqual(saved.commune_code, code)

    def test_ambiguous_name_offers_its_candidates_and_one_can_be_chosen(self) -> None:
        response = self.add(commune="Gia Sàng")
        self.assertContains(response, "Phường Gia Sàng", status_code=422)
        self.assertContains(response, "Phường Phan Đình Phùng", status_code=422)
        self.assertEqual(SavedAddress.objects.count(), 0)

        self.add(commune="Gia Sàng", commune_code="05443")

        self.assertEqual(SavedAddress.objects.get().commune_name, "Phường Phan Đình Phùng")

    def test_code_that_the_name_does_not_mean_is_not_taken(self) -> None:
        response = self.add(commune="Gia Sàng", commune_code="05503")

        self.assertEqual(response.status_code, 422)
        self.assertEqual(SavedAddress.objects.count(), 0)

    def test_unknown_place_is_explained(self) -> None:
        self.assertContains(self.add(commune="Xã Không Có"), "Không thấy xã, phường này", status_code=422)

    def test_elsewhere_the_commune_is_a_name(self) -> None:
        self.add(province_code="01", commune="Phường Cầu Giấy")

        saved = SavedAddress.objects.get()
        self.assertEqual((saved.province_code, saved.commune_code, saved.commune_name), ("01", "", "Phường Cầu Giấy"))

    def test_landline_is_good_enough_to_be_called(self) -> None:
        self.add(phone="0208 3855 123")

        self.assertEqual(SavedAddress.objects.get().phone, "+842083855123")

    def test_hostile_input_is_refused_and_keeps_nothing(self) -> None:
        for fields in (
            {"province_code": "99"},
            {"phone": "1"},
            {"street": "x" * 10_000},
            {"name": ""},
            {"commune": "\x00"},
        ):
            with self.subTest(fields.keys()):
                self.assertEqual(self.add(**fields).status_code, 422)
        self.assertEqual(SavedAddress.objects.count(), 0)

    def test_editing_shows_what_was_saved_and_writes_it(self) -> None:
        saved = addresses.add(user=self.hoa, address=PLACE)
        url = reverse("account-address", args=[saved.pk])
        self.assertContains(self.client.get(url), "Số 5, xóm Hồng Thái")

        self.client.post(url, FORM | {"street": "Số 7"})

        saved.refresh_from_db()
        self.assertEqual((saved.street, saved.is_default), ("Số 7", True))


class AddressBookTests(TestCase):
    def setUp(self) -> None:
        self.hoa = make_user(cast.HOA)
        self.first = addresses.add(user=self.hoa, address=PLACE)
        self.second = addresses.add(user=self.hoa, address=PLACE)
        self.client.force_login(self.hoa)

    def default(self) -> SavedAddress:
        return SavedAddress.objects.get(is_default=True)

    def test_the_first_is_the_main_one_until_another_is_chosen(self) -> None:
        self.assertEqual(self.default(), self.first)

        self.client.post(reverse("account-address-default", args=[self.second.pk]))

        self.assertEqual(self.default(), self.second)

    def test_when_the_main_one_goes_another_takes_its_place(self) -> None:
        self.client.post(reverse("account-address-remove", args=[self.first.pk]))

        self.assertEqual(self.default(), self.second)

    def test_twenty_are_enough(self) -> None:
        for _more in range(18):
            addresses.add(user=self.hoa, address=PLACE)

        with self.assertRaises(addresses.TooManyAddresses):
            addresses.add(user=self.hoa, address=PLACE)

        self.assertEqual(self.hoa.saved_addresses.count(), 20)
        self.assertContains(self.client.post(reverse("account-address-add"), FORM), "tối đa 20", status_code=422)
