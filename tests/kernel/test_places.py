from __future__ import annotations

from marketplace.kernel import places


class TestTypedWithoutMarks:
    def test_kind_before_the_name_is_understood_without_marks_too(self) -> None:
        for typed in ("phuong phan dinh phung", "Phường Phan Đình Phùng", "PHAN DINH PHUNG", "p. Phan Đình Phùng"):
            assert [commune.code for commune in places.find_candidates(typed)] == ["05443"], typed

    def test_name_that_begins_like_a_kind_is_not_cut_short(self) -> None:
        assert "05482" in [commune.code for commune in places.find_candidates("quan trieu")]
