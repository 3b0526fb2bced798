"""What a visitor does, once, on either site. Each raises Failed unless the answer is what a person wanted to see."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from benchmarks.catalogue import Goods
from benchmarks.client import Browser, Failed, Reply, Task

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
# Lines that one visitor puts into a basket before somebody else comes.
_LINES = 8
PAGES = 20

NAMES = ("home", "listing", "category", "search", "product", "add to basket", "whole checkout")


# The last button of a checkout; raises Failed when no order was placed.
Press = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Shelf:
    """A sample of the catalogue that is the same for both sites."""

    goods: Sequence[Goods]
    buyable: Sequence[Goods]
    categories: Sequence[str]
    words: Sequence[str]

    @classmethod
    def of(cls, goods: Sequence[Goods]) -> Shelf:
        chance = random.Random(7)
        sample = chance.sample(goods, min(400, len(goods)))
        buyable = [one for one in sample if one.can_be_bought] or [one for one in goods if one.can_be_bought][:50]
        words = [" ".join(one.title.split()[:2]) for one in sample]
        return cls(sample, buyable, sorted({one.category_path for one in sample}), sorted(set(words)))


def market(shelf: Shelf) -> Mapping[str, Task]:
    def add(browser: Browser, turn: int, token: str) -> Reply:
        one = _pick(shelf.buyable, turn)
        fields = {"product": one.buy_id, "steps": 1, "csrfmiddlewaretoken": token}
        return _expect(browser.post("/gio-hang/them/", fields), 302)

    def product(browser: Browser, turn: int) -> None:
        one = _pick(shelf.goods, turn)
        _page(browser, f"/hang/{one.slug}-{one.id}/", one.title[:20])

    def add_to_basket(browser: Browser, turn: int) -> None:
        add(browser, turn, _token_of(browser, f"/hang/{shelf.goods[0].slug}-{shelf.goods[0].id}/"))

    def checkout(browser: Browser, turn: int) -> None:
        press_at_market(browser, _pick(shelf.buyable, turn))()

    return {
        "home": lambda browser, turn: _page(browser, "/") and None,
        "listing": lambda browser, turn: _page(browser, f"/tim/?trang={1 + _chance(turn, PAGES)}", "/hang/") and None,
        "category": lambda browser, turn: _page(browser, f"/nhom/{_pick(shelf.categories, turn)}/", "/hang/") and None,
        "search": lambda browser, turn: _page(browser, f"/tim/?q={quote(_pick(shelf.words, turn))}", "/hang/") and None,
        "product": product,
        "add to basket": add_to_basket,
        "whole checkout": checkout,
    }


def press_at_market(browser: Browser, one: Goods) -> Press:
    """All the way to the last page, with one of the goods in the basket."""
    browser.forget()
    token = _token(_page(browser, f"/hang/{one.slug}-{one.id}/"))
    fields: dict[str, object] = {"product": one.buy_id, "steps": 1, "csrfmiddlewaretoken": token}
    _expect(browser.post("/gio-hang/them/", fields), 302)
    details = _page(browser, "/thanh-toan/")
    _expect(browser.post("/thanh-toan/", _DETAILS | {"csrfmiddlewaretoken": _token(details)}), 302)
    review = _page(browser, "/thanh-toan/xem-lai/")
    answers: dict[str, object] = {name: _hidden(review, name) for name in ("basket", "key", "total")}
    answers["csrfmiddlewaretoken"] = _token(review)

    def press() -> None:
        placed = _expect(browser.post("/thanh-toan/xem-lai/", answers), 302)
        if "/thanh-toan/" in placed.location or "/gio-hang/" in placed.location:
            raise Failed(f"not placed: {placed.location}")

    return press


_DETAILS: dict[str, object] = {
    "name": "Phạm Thị Hoa",
    "phone": "0912 000 004",
    "email": "hoa@demo.xutra.example",
    "province_code": "19",
    "commune": "Xã Tân Cương",
    "commune_code": "05503",
    "street": "Số 5, xóm Hồng Thái",
    "payment_method": "cash_on_delivery",
}


def oscar(shelf: Shelf) -> Mapping[str, Task]:
    categories: list[str] = []

    def address(one: Goods) -> str:
        return f"/catalogue/{one.slug}_{one.id}/"

    def add(browser: Browser, turn: int, token: str) -> Reply:
        one = _pick(shelf.buyable, turn)
        return _expect(browser.post(f"/basket/add/{one.id}/", {"quantity": 1, "csrfmiddlewaretoken": token}), 302)

    def category(browser: Browser, turn: int) -> None:
        if not categories:
            found = re.findall(r'href="(/catalogue/category/[^"]+)"', _page(browser, "/catalogue/"))
            categories.extend(sorted(set(found)))
        _page(browser, _pick(categories, turn), "product_pod")

    def add_to_basket(browser: Browser, turn: int) -> None:
        add(browser, turn, _token_of(browser, address(shelf.goods[0])))

    def checkout(browser: Browser, turn: int) -> None:
        press_at_oscar(browser, _pick(shelf.buyable, turn))()

    return {
        "home": lambda browser, turn: _expect(browser.follow(browser.get("/"))[0], 200) and None,
        "listing": lambda browser, turn: (
            _page(browser, f"/catalogue/?page={1 + _chance(turn, PAGES)}", "product_pod") and None
        ),
        "category": category,
        "search": lambda browser, turn: (
            _page(browser, f"/search/?q={quote(_pick(shelf.words, turn))}", "product_pod") and None
        ),
        "product": lambda browser, turn: _page(browser, address(_pick(shelf.goods, turn)), "Add to basket") and None,
        "add to basket": add_to_basket,
        "whole checkout": checkout,
    }


def press_at_oscar(browser: Browser, one: Goods) -> Press:
    browser.forget()
    token = _token(_page(browser, f"/catalogue/{one.slug}_{one.id}/"))
    _expect(browser.post(f"/basket/add/{one.id}/", {"quantity": 1, "csrfmiddlewaretoken": token}), 302)
    gateway = _page(browser, "/checkout/")
    guest: dict[str, object] = {"username": "hoa@demo.xutra.example", "options": "anonymous"}
    _expect(browser.post("/checkout/", guest | {"csrfmiddlewaretoken": _token(gateway)}), 302)
    shipping = _page(browser, "/checkout/shipping-address/")
    reply = browser.post("/checkout/shipping-address/", _SHIPPING | {"csrfmiddlewaretoken": _token(shipping)})
    browser.follow(_expect(reply, 302))
    answers: dict[str, object] = {
        "action": "place_order",
        "csrfmiddlewaretoken": _token(_page(browser, "/checkout/preview/")),
    }

    def press() -> None:
        placed = _expect(browser.post("/checkout/preview/", answers), 302)
        if "thank-you" not in placed.location:
            raise Failed(f"not placed: {placed.location}")

    return press


_SHIPPING: dict[str, object] = {
    "first_name": "Hoa",
    "last_name": "Phạm",
    "line1": "Số 5, xóm Hồng Thái",
    "line4": "Thái Nguyên",
    "postcode": "250000",
    "country": "VN",
}


def addresses(site: str, shelf: Shelf) -> dict[str, str]:
    """One address of each kind of page."""
    one, words = shelf.buyable[0], quote(shelf.words[0])
    if site == "oscar":
        return {
            "listing": "/catalogue/?page=2",
            "search": f"/search/?q={words}",
            "product": f"/catalogue/{one.slug}_{one.id}/",
            "basket": "/basket/",
        }
    return {
        "home": "/",
        "listing": "/tim/?trang=2",
        "category": f"/nhom/{one.category_path}/",
        "search": f"/tim/?q={words}",
        "product": f"/hang/{one.slug}-{one.id}/",
        "basket": "/gio-hang/",
    }


def _page(browser: Browser, path: str, must_show: str = "") -> str:
    text = _expect(browser.get(path), 200).text
    if must_show and must_show not in text:
        raise Failed(f"{path} shows no {must_show}")
    return text


def _token_of(browser: Browser, path: str) -> str:
    """The CSRF token of a visitor, fetched once; after some lines another visitor comes with an empty basket."""
    kept = getattr(browser, "kept", None)
    if kept is None or kept[1] >= _LINES:
        browser.forget()
        kept = (_token(_page(browser, path)), 0)
    browser.kept = (kept[0], kept[1] + 1)
    return kept[0]


def _token(page: str) -> str:
    found = _TOKEN.search(page)
    if not found:
        raise Failed("no form on the page")
    return found.group(1)


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    if not found:
        raise Failed(f"no field {name}")
    return found.group(1)


def _expect(reply: Reply, status: int) -> Reply:
    if reply.status != status:
        raise Failed(f"{reply.status} instead of {status}: {reply.location or reply.text[:80]}")
    return reply


def _pick(options: Sequence, turn: int):  # type: ignore[no-untyped-def,type-arg]
    return options[_chance(turn, len(options))]


def _chance(turn: int, size: int) -> int:
    return random.Random(turn).randrange(size)
