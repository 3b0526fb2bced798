"""Vietnamese sentences about shops and goods, put together from the phrase banks in text/."""

from __future__ import annotations

from marketplace.demo.goods import Goods
from marketplace.demo.shops import Shop
from marketplace.kernel import places


def about_shop(shop: Shop) -> str:
    commune = places.get_commune(shop.commune)
    return f"{shop.name} ở xóm {shop.hamlet}, {commune.name[0].lower()}{commune.name[1:]}, Thái Nguyên."


def describe(goods: Goods) -> str:
    commune = places.get_commune(goods.origin)
    return f"{goods.title} của {goods.producer}, làm tại {commune.name[0].lower()}{commune.name[1:]}, Thái Nguyên."
