from __future__ import annotations

import json
import pickle
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

from django.core.exceptions import ImproperlyConfigured
from django.test import SimpleTestCase, override_settings

from marketplace.accounts import names
from marketplace.accounts.codes import OneTimeCode, hash_code
from marketplace.accounts.sender import FileSender, GatewaySender, SenderUnavailable, get_sender
from marketplace.accounts.templatetags.accounts import device_name


class SenderTests(SimpleTestCase):
    def test_file_keeps_a_line_for_each_message(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            sender = FileSender(Path(folder) / "sms.log")
            sender.send("+84912000004", "Mã của bạn là 123456.")
            sender.send("+84912000003", "Chào")

            self.assertEqual(
                sender.path.read_text(encoding="utf-8"), "+84912000004\tMã của bạn là 123456.\n+84912000003\tChào\n"
            )

    def test_console_is_the_log(self) -> None:
        with override_settings(SMS_SENDER="console"), self.assertLogs("marketplace.accounts.sender") as logs:
            get_sender().send("+84912000004", "Chào")

        self.assertIn("SMS to +84912000004: Chào", logs.output[0])

    def test_unknown_name_is_refused_without_repeating_it(self) -> None:
        for name in ("http://gateway.example", "sms-bí-mật"):
            with (
                self.subTest(name),
                override_settings(SMS_SENDER=name),
                self.assertRaises(ImproperlyConfigured) as caught,
            ):
                get_sender()
            self.assertNotIn(name, str(caught.exception))


class Gateway(BaseHTTPRequestHandler):
    seen: ClassVar[list[tuple[str | None, dict[str, str]]]] = []
    status = 200

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.seen.append((self.headers["Authorization"], json.loads(body)))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        pass


class GatewayTests(SimpleTestCase):
    def setUp(self) -> None:
        Gateway.seen.clear()
        Gateway.status = 200
        server = HTTPServer(("127.0.0.1", 0), Gateway)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.sender = GatewaySender(f"http://127.0.0.1:{server.server_port}/sms", "khoa-bi-mat")

    def test_message_goes_out_with_the_token(self) -> None:
        self.sender.send("+84912000004", "Mã của bạn là 123456.")

        self.assertEqual(
            Gateway.seen, [("Bearer khoa-bi-mat", {"phone": "+84912000004", "text": "Mã của bạn là 123456."})]
        )

    def test_refusal_and_silence_are_one_failure(self) -> None:
        Gateway.status = 503
        nobody = GatewaySender("http://127.0.0.1:9/sms", "")
        for sender in (self.sender, nobody):
            with (
                self.subTest(sender),
                self.assertLogs("marketplace.accounts.sender"),
                self.assertRaises(SenderUnavailable),
            ):
                sender.send("+84912000004", "Chào")

    def test_token_is_not_shown(self) -> None:
        self.assertNotIn("khoa-bi-mat", repr(self.sender))


class CodeTests(SimpleTestCase):
    def test_value_is_a_hash_and_digits_are_asked_for(self) -> None:
        code = OneTimeCode("012345")

        self.assertEqual(code, hash_code("012345"))
        self.assertEqual(code.digits, "012345")
        self.assertNotIn("012345", code)

    def test_random_ones_are_six_digits_and_differ(self) -> None:
        codes = {OneTimeCode.random().digits for _code in range(50)}

        self.assertGreater(len(codes), 45)
        self.assertEqual({(len(digits), digits.isdigit()) for digits in codes}, {(6, True)})

    def test_nothing_but_the_hash_is_stored(self) -> None:
        stored = pickle.loads(pickle.dumps(OneTimeCode("012345")))  # noqa: S301  (our own bytes)

        self.assertEqual((type(stored), stored), (str, hash_code("012345")))
        self.assertEqual(json.loads(json.dumps(OneTimeCode("012345"))), hash_code("012345"))

    def test_superscripts_are_no_digits_that_crash(self) -> None:
        self.assertNotEqual(hash_code("²³¹"), "")


class NameTests(SimpleTestCase):
    def test_last_word_is_the_given_name(self) -> None:
        for text, expected in (
            ("Nguyễn Thị Lan", ("Nguyễn Thị", "Lan")),
            ("  Lan ", ("", "Lan")),
            ("Trần  Văn   Hùng", ("Trần Văn", "Hùng")),
            ("", ("", "")),
        ):
            with self.subTest(text):
                self.assertEqual(names.split(text), expected)


class DeviceTests(SimpleTestCase):
    def test_browser_and_system_are_named(self) -> None:
        for agent, name in (
            ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Safari, iPhone"),
            ("Mozilla/5.0 (Linux; Android 15) coc_coc_browser/120 Chrome/114 Safari/537", "Cốc Cốc, Android"),
            ("curl/8", "Trình duyệt không rõ"),
            ("", "Trình duyệt không rõ"),
        ):
            with self.subTest(agent):
                self.assertEqual(device_name(agent), name)
