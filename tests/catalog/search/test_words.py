from __future__ import annotations

import unicodedata

import pytest

from catalog.search.words import decode_telex, decode_vni, fold_word, folded_words, joined, words


class TestWords:
    def test_case_blanks_and_punctuation_do_not_count(self):
        assert words("  CHÈ\t Tân-Cương, 500g! ") == ["chè", "tân", "cương", "500g"]

    def test_composed_and_decomposed_letters_are_the_same(self):
        assert words(unicodedata.normalize("NFD", "miến Việt Cường")) == words("miến việt cường")

    def test_an_eth_is_a_d_with_a_stroke(self):
        assert words("ðậu Ðỏ") == ["đậu", "đỏ"]

    @pytest.mark.parametrize(("old", "new"), [("hoà", "hòa"), ("thuỷ", "thủy"), ("khoẻ", "khỏe"), ("HOÁ", "hóa")])
    def test_the_tone_mark_has_one_place(self, old, new):
        assert words(old) == words(new) == [new]

    @pytest.mark.parametrize("word", ["quý", "hoàn", "thuỷnh", "loại"])
    def test_where_spelling_is_one_it_stays(self, word):
        assert words(word) == [word]

    def test_folding_takes_marks_strokes_and_a_lone_y(self):
        assert folded_words("Đỗ Kỳ mỳ quý thuỷ Tày huy") == ["do", "ki", "mi", "qui", "thuy", "tay", "huy"]
        assert fold_word("ky") == fold_word("kì") == "ki"

    def test_neighbours_are_joined_by_two_and_three(self):
        assert joined(["viet", "cuong", "a"]) == ["vietcuong", "cuonga", "vietcuonga"]


class TestTypedWithoutVietnameseInput:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("chef", "chè"), ("taan", "tân"), ("cuwowng", "cương"), ("cuowng", "cương"), ("maatj", "mật"),
            ("ddooif", "đồi"), ("khoong", "không"), ("tuwowng", "tương"), ("nguyeenx", "nguyễn"), ("quas", "quá"),
            ("gaf", "gà"),
            ("thuyr", "thủy"), ("trungws", "trứng"), ("mangw", "măng"), ("ruowuj", "rượu"), ("xanh", "xanh"),
        ],
    )  # fmt: skip
    def test_telex(self, typed, meant):
        assert decode_telex(typed) == meant

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("che2", "chè"), ("ta6n", "tân"), ("cu7o7ng", "cương"), ("cuo7ng", "cương"), ("ma6t5", "mật"),
            ("bu7o7i3", "bưởi"), ("d9o6i2", "đồi"), ("ra8ng", "răng"), ("500g", "500g"), ("ldp1", "ldp1"),
        ],
    )  # fmt: skip
    def test_vni(self, typed, meant):
        assert decode_vni(typed) == meant

    @pytest.mark.parametrize("typed", ["", "w", "ww", "sfrxj", "1234567890", "đđ", "🍵", "aaaaaaaaaa", "z"])
    def test_what_is_none_of_both_is_harmless(self, typed):
        assert isinstance(decode_telex(typed) + decode_vni(typed), str)
