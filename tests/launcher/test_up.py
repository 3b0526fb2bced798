from __future__ import annotations

import socket

from marketplace.launcher import up
from marketplace.launcher.__main__ import _parser


class TestWish:
    def test_defaults_serve_the_demo_on_loopback(self) -> None:
        wish = up.Wish.from_options(_parser().parse_args(["up"]))

        assert wish == up.Wish(host="127.0.0.1", port=8000, workers=2, products=0, is_demo=True)
        assert wish.site_url == "http://localhost:8000"

    def test_port_shows_in_the_address_of_the_site(self) -> None:
        assert up.Wish.from_options(_parser().parse_args(["up", "--port", "8123"])).site_url == "http://localhost:8123"


class TestRun:
    def test_taken_port_is_refused_before_anything_is_prepared(self, capsys) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]

            assert up.run(up.Wish(port=port)) == 1

        assert f"Port {port} is taken." in capsys.readouterr().out
