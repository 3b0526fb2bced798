from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from wagtail.models import Site

from cms.models import MenuLink, MenuPlace, MenuSettings

# Where, its name, its English name, and the slug of a page under home or the name of an address.
_LINKS = (
    (MenuPlace.HEADER, "Chuyện quê", "Stories", "chuyen-que"),
    (MenuPlace.HEADER, "Cẩm nang", "Guides", "cam-nang"),
    (MenuPlace.HEADER, "Nhà vườn", "Farms", "name:sellers"),
    (MenuPlace.HEADER, "Bán hàng", "Sell", "ban-hang"),
    (MenuPlace.SHOPPING, "Tất cả nông sản", "All goods", "name:search"),
    (MenuPlace.SHOPPING, "Các nhà vườn", "Farms", "name:sellers"),
    (MenuPlace.SHOPPING, "Chuyện quê", "Stories", "chuyen-que"),
    (MenuPlace.SHOPPING, "Cẩm nang", "Guides", "cam-nang"),
    (MenuPlace.HELP, "Tra cứu đơn hàng", "Track an order", "name:order-track"),
    (MenuPlace.HELP, "Giao hàng và đổi trả", "Delivery and returns", "giao-hang-doi-tra"),
    (MenuPlace.HELP, "Khiếu nại", "Complaints", "khieu-nai"),
    (MenuPlace.HELP, "Cách xếp hạng", "How ranking works", "xep-hang"),
    (MenuPlace.ABOUT, "Về Xứ Trà", "About Xứ Trà", "gioi-thieu"),
    (MenuPlace.ABOUT, "Bán hàng cùng Xứ Trà", "Sell with us", "ban-hang"),
    (MenuPlace.ABOUT, "Điều khoản sử dụng", "Terms of use", "dieu-khoan"),
    (MenuPlace.ABOUT, "Quyền riêng tư", "Privacy", "quyen-rieng-tu"),
)


def bootstrap(site: Site) -> None:
    menu, is_new = MenuSettings.objects.get_or_create(site=site)
    if not is_new:
        return
    pages = {page.slug: page for page in site.root_page.get_children()}
    links = []
    for order, (place, label, label_en, target) in enumerate(_LINKS):
        address = _address(target)
        if target in pages or address:
            links.append(
                MenuLink(
                    menu=menu,
                    place=place,
                    label=label,
                    label_en=label_en,
                    page=pages.get(target),
                    address=address,
                    sort_order=order,
                )
            )
    MenuLink.objects.bulk_create(links)


def _address(target: str) -> str:
    if not target.startswith("name:"):
        return ""
    try:
        return reverse(target.removeprefix("name:"))
    except NoReverseMatch:
        return ""
