from __future__ import annotations

from decimal import Decimal

import pytest

from marketplace.kernel.money import FractionOfDong, allocate, divide_half_up, share, to_dong, written


class TestToDong:
    def test_whole_amount_is_kept(self) -> None:
        assert to_dong(Decimal("871020.00")) == 871_020

    def test_fraction_is_refused(self) -> None:
        with pytest.raises(FractionOfDong):
            to_dong(Decimal("0.50"))


class TestAllocate:
    def test_parts_add_up_and_none_has_the_other_sign(self) -> None:
        for amount in (-100_001, -7, 0, 1, 2, 99, 100_000, 871_020):
            for weights in ([1], [1, 1], [1, 2, 3], [0, 5, 0], [7, 11, 13, 17], [1] * 40):
                parts = allocate(amount, weights)

                assert sum(parts) == amount
                assert all(part * amount >= 0 for part in parts)
                assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)

    def test_remainder_goes_to_the_largest_remainder_and_then_to_the_earlier(self) -> None:
        assert allocate(100, [1, 1, 1]) == [34, 33, 33]
        assert allocate(10, [3, 3, 4]) == [3, 3, 4]

    def test_negative_weight_and_no_weight_are_refused(self) -> None:
        for weights in ([], [0, 0], [1, -1]):
            with pytest.raises(ValueError, match="weights"):
                allocate(10, weights)


class TestRounding:
    def test_half_goes_away_from_zero(self) -> None:
        assert [divide_half_up(n, 2) for n in (-3, -1, 0, 1, 3)] == [-2, -1, 0, 1, 2]

    def test_household_withholding_of_half_a_million(self) -> None:
        # FACTS 7.2: VAT 1 %, personal income tax 0.5 %.
        assert share(500_000, 100) == 5_000
        assert share(500_000, 50) == 2_500


class TestWritten:
    def test_vietnamese_grouping(self) -> None:
        assert written(1_050_000) == "1.050.000\u00a0₫"
