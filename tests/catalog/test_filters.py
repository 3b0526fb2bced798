from __future__ import annotations

from dataclasses import replace

from django.http import QueryDict
from django.test import SimpleTestCase

from catalog.search.contract import SearchQuery, Sort
from catalog.views import filters
from catalog.views.filters import Place

ALL = Place(path="/tim/")
TEA = Place(path="/nhom/che-tra/", category="che-tra")
LAN = Place(path="/nha-vuon/che-lan/", seller="che-lan")


def read(text: str, place: Place = ALL) -> SearchQuery:
    return filters.read_query(QueryDict(text), place=place, month=11)


class ReadQueryTests(SimpleTestCase):
    def test_everything_that_can_be_chosen_is_read(self) -> None:
        query = read(
            "q=che&nhom=che-tra&xa=05503&huyen=dai-tu&nha-vuon=che-lan&ocop=4&ocop=5&chung-nhan=VIETGAP"
            "&gia-tu=10.000&gia-den=200000&dang-mua=1&con-hang=1&sao=4&bo-qua=1&xep=gia-tang&trang=3"
        )

        self.assertEqual(
            query,
            SearchQuery(
                text="che",
                category="che-tra",
                communes=("05503",),
                districts=("dai-tu",),
                sellers=("che-lan",),
                ocop=(4, 5),
                certificates=("VIETGAP",),
                price_min=10_000,
                price_max=200_000,
                in_season=True,
                in_stock=True,
                rating_min=4,
                is_gift_set=True,
                sort=Sort.PRICE_LOW,
                page=3,
                month=11,
            ),
        )

    def test_nonsense_is_left_out_and_never_an_error(self) -> None:
        nonsense = "xa=99999&ocop=9&ocop=x&chung-nhan=NO&gia-tu=-5&gia-den=abc&sao=11x&trang=-1&xep=zzz&huyen=%2e%2e%2f"

        self.assertEqual(read(nonsense), SearchQuery(month=11))

    def test_an_amount_of_many_digits_is_not_read(self) -> None:
        self.assertIsNone(read("gia-tu=" + "9" * 400).price_min)

    def test_digits_of_other_scripts_are_not_numbers(self) -> None:
        self.assertEqual(read("trang=٣&gia-tu=٣٣").price_min, None)

    def test_a_long_text_is_cut_and_its_controls_are_blanks(self) -> None:
        self.assertEqual(read("q=che%00%0a%09tan" + "x" * 500).text, ("che tan" + "x" * 500)[:200])

    def test_a_deep_page_is_the_last_that_is_served(self) -> None:
        self.assertEqual(read("trang=999999999").page, 200)

    def test_many_values_of_a_facet_are_cut_off(self) -> None:
        self.assertEqual(len(read("&".join(f"nha-vuon=vuon-{n}" for n in range(500))).sellers), 30)

    def test_two_ratings_mean_the_wider_one(self) -> None:
        self.assertEqual(read("sao=4&sao=3").rating_min, 3)

    def test_the_place_fixes_category_and_seller(self) -> None:
        self.assertEqual(read("nhom=mat-ong", TEA).category, "che-tra")
        self.assertEqual(read("nha-vuon=ong-minh", LAN).sellers, ("che-lan",))

    def test_a_known_commune_is_where_near_begins(self) -> None:
        query = read("xep=gan&o=05503")

        self.assertEqual((query.sort, query.near), (Sort.NEAR, "05503"))
        self.assertEqual(read("xep=gan&o=99999").near, "")
        self.assertEqual(filters.address(query, ALL), "/tim/?xep=gan&o=05503")


class AddressTests(SimpleTestCase):
    def test_the_same_choices_give_the_same_address(self) -> None:
        one = read("ocop=4&q=che&ocop=5&con-hang=1&trang=2")
        other = read("trang=2&con-hang=1&ocop=5&ocop=4&q=che&utm_source=zalo")

        self.assertEqual(filters.address(one, ALL), "/tim/?q=che&ocop=5&ocop=4&con-hang=1&trang=2")
        self.assertEqual(filters.address(one, ALL), filters.address(other, ALL))

    def test_what_an_address_says_is_read_back(self) -> None:
        query = read("q=mật ong&xa=05503&gia-den=90000&xep=danh-gia&trang=4")

        self.assertEqual(read(filters.address(query, ALL).split("?")[1]), query)

    def test_nothing_chosen_is_the_bare_path(self) -> None:
        self.assertEqual(filters.address(SearchQuery(), ALL), "/tim/")

    def test_the_place_is_not_repeated(self) -> None:
        self.assertEqual(filters.address(read("ocop=4", TEA), TEA), "/nhom/che-tra/?ocop=4")
        self.assertEqual(filters.address(read("ocop=4", LAN), LAN), "/nha-vuon/che-lan/?ocop=4")

    def test_words_and_pages_do_not_narrow_but_choices_and_orders_do(self) -> None:
        query = read("q=che&trang=2")

        self.assertFalse(filters.is_narrowed(query, ALL))
        self.assertTrue(filters.is_narrowed(replace(query, ocop=(5,)), ALL))
        self.assertTrue(filters.is_narrowed(replace(query, sort=Sort.NEWEST), ALL))
