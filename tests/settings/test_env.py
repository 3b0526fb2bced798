from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from marketplace.settings import env

SECRET = "hunter2-and-more"


class TestMalformedValues:
    @pytest.mark.parametrize(
        ("value", "read", "expected"),
        [
            ("perhaps", lambda: env.boolean("MARKET_VALUE", False), "yes or no (1/0, true/false, on/off)"),
            ("ten", lambda: env.integer("MARKET_VALUE", 1), "a whole number"),
            ("-3", lambda: env.integer("MARKET_VALUE", 1), "a whole number of at least 0"),
            (
                "mysql://h/db",
                lambda: env.database("MARKET_VALUE", Path("x")),
                "an address that begins with postgresql://",
            ),
            ("postgresql://h:99999/db", lambda: env.database("MARKET_VALUE", Path("x")), "an address with a port"),
            ("memcached://h", lambda: env.cache("MARKET_VALUE"), "an address that begins with redis://"),
            ("gmail", lambda: env.email("MARKET_VALUE", Path("x")), "an address that begins with console://"),
            ("smtp://h:mail", lambda: env.email("MARKET_VALUE", Path("x")), "an address with a port"),
            ("s3://key:secret@host", lambda: env.storage("MARKET_VALUE"), "s3://key:secret@host/bucket"),
            (
                "localhost:9200",
                lambda: env.url("MARKET_VALUE", ("http", "https")),
                "an address that begins with http://",
            ),
        ],
    )
    def test_stop_the_start_with_name_and_what_was_expected(
        self, monkeypatch: pytest.MonkeyPatch, value: str, read: Callable[[], Any], expected: str
    ) -> None:
        monkeypatch.setenv("MARKET_VALUE", value)

        with pytest.raises(ImproperlyConfigured) as caught:
            read()

        assert str(caught.value).startswith(f"MARKET_VALUE is malformed: expected {expected}")

    def test_never_repeat_the_value_which_may_be_a_secret(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MARKET_VALUE", f"mysql://user:{SECRET}@host/db")

        with pytest.raises(ImproperlyConfigured) as caught:
            env.database("MARKET_VALUE", Path("x"))

        assert SECRET not in str(caught.value)


class TestSecret:
    def test_file_wins_over_the_variable(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        (tmp_path / "key").write_text(SECRET + "\n")
        monkeypatch.setenv("MARKET_VALUE", "other")
        monkeypatch.setenv("MARKET_VALUE_FILE", str(tmp_path / "key"))

        assert env.secret("MARKET_VALUE") == SECRET

    def test_unreadable_file_is_named(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("MARKET_VALUE_FILE", str(tmp_path / "none"))

        with pytest.raises(ImproperlyConfigured, match=r"^MARKET_VALUE_FILE names a file that cannot be read"):
            env.secret("MARKET_VALUE")


class TestDefaults:
    def test_empty_counts_as_not_set(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MARKET_VALUE", "")

        assert env.integer("MARKET_VALUE", 7) == 7
        assert env.words("MARKET_VALUE", ("a", "b")) == ["a", "b"]
        assert env.url("MARKET_VALUE", ("http",)) == ""

    def test_sqlite_takes_the_write_lock_at_once_and_keeps_a_log(self) -> None:
        database = env.database("MARKET_VALUE_NOT_SET", Path("/data/market.sqlite3"))

        assert database["NAME"] == "/data/market.sqlite3"
        assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
        assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]


class TestRealParts:
    def test_postgresql_address_is_taken_apart(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MARKET_VALUE", "postgresql://ch%C3%A8:p%40ss@db.example:5433/market?sslmode=require")

        database = env.database("MARKET_VALUE", Path("x"))

        assert (database["USER"], database["PASSWORD"]) == ("chè", "p@ss")
        assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example", "5433", "market")
        assert database["OPTIONS"] == {"sslmode": "require"}

    def test_mail_with_tls(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MARKET_VALUE", "smtp+tls://shop:pw@mail.example")

        mail = env.email("MARKET_VALUE", Path("x"))

        assert (mail["host"], mail["port"], mail["use_tls"], mail["use_ssl"]) == ("mail.example", 587, True, False)

    def test_photos_in_a_store_of_ones_own(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MARKET_VALUE", "s3+http://key:se%2Fcret@store.example:9000/photos")

        options = env.storage("MARKET_VALUE")["OPTIONS"]

        assert options["endpoint_url"] == "http://store.example:9000"
        assert (options["bucket_name"], options["access_key"], options["secret_key"]) == ("photos", "key", "se/cret")

    def test_photos_from_another_host_are_allowed_by_the_policy(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MARKET_VALUE", "s3://key:secret@store.example/photos?domain=anh.example.vn")
        assert env.media_origin(env.storage("MARKET_VALUE")) == "https://anh.example.vn"

        monkeypatch.setenv("MARKET_VALUE", "s3://key:secret@store.example/photos")
        assert env.media_origin(env.storage("MARKET_VALUE")) == "https://store.example"

        monkeypatch.delenv("MARKET_VALUE")
        assert env.media_origin(env.storage("MARKET_VALUE")) == ""
