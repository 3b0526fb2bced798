from __future__ import annotations

import csv
from pathlib import Path

import pytest

from marketplace.kernel import vietqr
from marketplace.kernel.vietqr import NotVietQR, VietQR

_EXAMPLES = Path(__file__).parents[1] / "data" / "vietqr_examples.csv"


def _examples() -> list[dict[str, str]]:
    with _EXAMPLES.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


class TestExamples:
    def test_well_formed_ones_say_what_the_table_says(self) -> None:
        for row in _examples():
            if row["tlv_well_formed"] == "True":
                qr = vietqr.parse(row["payload"])

                assert (qr.bank_bin, qr.account) == (row["bank_bin"], row["account_or_card"])
                assert str(qr.amount or "") == row["amount_vnd"]
                assert qr.purpose == row["purpose_62_08"]

    def test_napas_ones_are_rebuilt_byte_for_byte(self) -> None:
        rebuilt = 0
        for row in _examples():
            if row["bank_bin"]:
                assert vietqr.build(vietqr.parse(row["payload"])) == row["payload"]
                rebuilt += 1

        assert rebuilt == 8

    def test_malformed_one_is_refused_although_its_crc_agrees(self) -> None:
        bad = [row["payload"] for row in _examples() if row["tlv_well_formed"] == "False"]

        assert len(bad) == 1
        assert vietqr.crc(bad[0][:-4]) == bad[0][-4:]
        with pytest.raises(NotVietQR):
            vietqr.parse(bad[0])


class TestParse:
    good = vietqr.build(VietQR(bank_bin="970436", account="0011002345678", amount=280_000, purpose="XT7K3QX9MPW4"))

    def test_every_changed_character_is_refused(self) -> None:
        for index, character in enumerate(self.good):
            changed = self.good[:index] + ("0" if character != "0" else "1") + self.good[index + 1 :]
            with pytest.raises(NotVietQR):
                vietqr.parse(changed)

    def test_every_truncation_is_refused(self) -> None:
        for length in range(len(self.good)):
            with pytest.raises(NotVietQR):
                vietqr.parse(self.good[:length])

    def test_lower_case_crc_is_read(self) -> None:
        assert vietqr.parse(self.good[:-4] + self.good[-4:].lower()).amount == 280_000

    def test_hostile_text_is_refused(self) -> None:
        for text in ("", "0", "chè Tân Cương", "9" * 10_000, "6304" + vietqr.crc("6304"), "٠١" * 20, "\x00" * 40):
            with pytest.raises(NotVietQR):
                vietqr.parse(text)

    def test_field_twice_is_refused(self) -> None:
        body = self.good[:-8] + "5802VN" + "6304"

        with pytest.raises(NotVietQR):
            vietqr.parse(body + vietqr.crc(body))

    def test_unknown_fields_are_kept_and_skipped(self) -> None:
        body = self.good[:-8] + "8004ABCD" + "6304"

        qr = vietqr.parse(body + vietqr.crc(body))

        assert (qr.fields["80"], qr.amount) == ("ABCD", 280_000)


class TestBuild:
    def test_what_is_built_is_parsed_back(self) -> None:
        for amount in (None, 1, 999, 1_000, 280_000, 10**9, 10**13 - 1):
            for purpose in ("", "X", "XT7K3QX9MPW4", "A" * 25):
                qr = VietQR(
                    bank_bin="970436", account="19002026", amount=amount, purpose=purpose, is_dynamic=amount is not None
                )

                assert vietqr.parse(vietqr.build(qr)) == qr

    def test_what_does_not_fit_is_refused(self) -> None:
        good = {"bank_bin": "970436", "account": "19002026"}
        for bad in (
            {"bank_bin": "97043"},
            {"bank_bin": "97043٣"},
            {"account": ""},
            {"account": "1" * 20},
            {"account": "12 34"},
            {"amount": 0},
            {"amount": -1},
            {"amount": 10**13},
            {"purpose": "A" * 26},
            {"purpose": "chè"},
            {"service": "QRPUSH"},
        ):
            with pytest.raises(NotVietQR):
                vietqr.build(VietQR(**(good | bad)))
