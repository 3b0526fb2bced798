from __future__ import annotations

import pytest

from catalog.search.contract import Sort
from catalog.search.intents import find_intents


def meant(text: str) -> dict[str, object]:
    return find_intents(text).filters


class TestPrices:
    @pytest.mark.parametrize(
        ("text", "filters"),
        [
            ("trà dưới 200k", {"price_max": 200_000}),
            ("tra duoi 200 nghin", {"price_max": 200_000}),
            ("trà không quá 1,5 triệu", {"price_max": 1_500_000}),
            ("trà <= 200.000đ", {"price_max": 200_000}),
            ("trà trên 1tr", {"price_min": 1_000_000}),
            ("trà từ 50k đến 100k", {"price_min": 50_000, "price_max": 100_000}),
            ("trà 50-100k", {"price_min": 50_000, "price_max": 100_000}),
            ("trà khoảng 100k", {"price_min": 80_000, "price_max": 120_000}),
            ("trà 200k", {"price_max": 200_000}),
        ],
    )
    def test_are_limits(self, text, filters):
        found = find_intents(text)

        assert found.filters == filters
        assert found.text.split() == ["trà"] or found.text.split() == ["tra"]

    @pytest.mark.parametrize("text", ["chè loại 1", "iphone 15", "LDP1", "J02", "trên 5", "18+"])
    def test_small_numbers_and_codes_are_no_range(self, text):
        assert not {"price_min", "price_max"} <= meant(text).keys()


class TestStars:
    @pytest.mark.parametrize(
        ("text", "stars"),
        [
            ("ocop 5 sao", (5,)), ("ocop 4*", (4,)), ("hàng năm sao", (5,)), ("4 sao ocop", (4,)),
            ("ocop từ 4 sao", (4, 5)), ("chè 3 sao trở lên", (3, 4, 5)), ("5 star tea", (5,)),
        ],
    )  # fmt: skip
    def test_are_ocop(self, text, stars):
        assert meant(text) == {"ocop": stars}

    def test_one_and_two_stars_get_no_certificate(self):
        assert meant("ocop 2 sao") == {}


class TestOtherWishes:
    @pytest.mark.parametrize(
        ("text", "content"),
        [
            ("chè 500g", "500g"), ("gạo 1kg", "1000g"), ("nấm nửa cân", "500g"), ("chè 2 lạng", "200g"),
            ("mật 1,5 lít", "1500ml"),
        ],
    )  # fmt: skip
    def test_a_pack_size(self, text, content):
        assert dict(find_intents(text).understood) == {"content": content}

    def test_presents_and_tet(self):
        assert dict(find_intents("quà tết").understood) == {"gift_set": "1", "season": "1,2"}
        assert dict(find_intents("hộp quà chè").understood) == {"gift_set": "1"}

    def test_being_in_season_is_not_buying(self):
        assert meant("rau đang mùa") == meant("rau dang mua") == {"in_season": True}
        assert meant("đang mua rau") == {}

    def test_stock_and_order(self):
        assert meant("chè còn hàng") == {"in_stock": True}
        assert meant("mật ong rẻ nhất") == {"sort": Sort.PRICE_LOW}
        assert meant("chè bán chạy nhất") == {"sort": Sort.BESTSELLING}

    def test_near_a_commune_of_today_or_before(self):
        assert meant("chè gần La Bằng") == {"near": "05818", "sort": Sort.NEAR}
        assert meant("gạo gần phú lương")["near"] == "05611"
        assert meant("gần đây") == meant("chè gần atlantis") == {}
