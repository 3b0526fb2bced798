"""Ten in stock and fifty buyers who press the last button at the same moment, round after round, on either site."""

from __future__ import annotations

import threading
from collections.abc import Callable

import psycopg

from benchmarks.catalogue import Goods
from benchmarks.client import Browser, Failed
from benchmarks.sites import Site
from benchmarks.tasks import Press, press_at_market, press_at_oscar

STOCK = 10
BUYERS = 50


def sold_by_round(site: Site, goods: list[Goods], rounds: int) -> list[int]:
    """How many orders were placed in each round; every round takes other goods."""
    to_the_button = press_at_market if site.name == "market" else press_at_oscar
    return [_round(site, one, to_the_button) for one in goods[:rounds]]


def _round(site: Site, one: Goods, to_the_button: Callable[[Browser, Goods], Press]) -> int:
    _stock(site, one)
    browsers = [Browser(site.settings.port) for _buyer in range(BUYERS)]
    presses = [to_the_button(browser, one) for browser in browsers]
    placed: list[bool] = []
    together = threading.Barrier(len(presses))

    def buy(press: Press) -> None:
        together.wait()
        try:
            press()
        except (Failed, OSError):
            return
        placed.append(True)

    buyers = [threading.Thread(target=buy, args=(press,)) for press in presses]
    for buyer in buyers:
        buyer.start()
    for buyer in buyers:
        buyer.join()
    for browser in browsers:
        browser.close()
    return len(placed)


def _stock(site: Site, one: Goods) -> None:
    """Both sites keep it in Oscar's own table."""
    with psycopg.connect(site.database_url, autocommit=True) as connection:
        connection.execute(
            "UPDATE partner_stockrecord SET num_in_stock = %s, num_allocated = 0 WHERE product_id = %s",
            (STOCK, one.buy_id if site.name == "market" else one.id),
        )
