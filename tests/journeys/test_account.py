"""People open an account, sign in every way and use every page of the account, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from marketplace.demo import cast
from tests.journeys.conftest import DESK, PHONE, Open, assert_accessible
from tests.support.market import Market

OUTSIDE = ("dang-nhap/", "dang-nhap/ma/", "dang-ky/", "dang-ky/email/", "mat-khau/quen/", "bi-khoa/")
INSIDE = (
    "",
    "don-hang/",
    "danh-gia/",
    "da-luu/",
    "dia-chi/",
    "dia-chi/them/",
    "thong-bao/",
    "thong-tin/",
    "du-lieu/",
    "du-lieu/xoa/",
    "bao-mat/",
    "bao-mat/totp/activate/",
    "bao-mat/webauthn/add/",
    "thiet-bi/",
    "mat-khau/",
    "email/",
    "so-dien-thoai/",
    "dang-xuat/",
)
# Hoa gets one of everything, so that no page is looked at empty.
_FILL = """
from django.utils import timezone
from catalog.models import Product
from marketplace.accounts.models import User
from marketplace.shop.customer import notices, wishes
from marketplace.accounts.domain import addresses
from sellers.strategy import State, buyable
from sellers.models import SellerOrderState
from marketplace.kernel.times import business_day
from tests.support.buying import order_of
from tests.shop.customer.test_access import PLACE
hoa, at = User.objects.get(phone="+84912000004"), timezone.now()
today = business_day(at)
def is_available(product):
    return buyable(product=product, stock_record=product.stockrecords.first(), on=today).state == State.AVAILABLE

goods = Product.objects.filter(structure="standalone", is_public=True, is_age_restricted=False)
goods = [product for product in goods.order_by("pk") if is_available(product)]
placed = order_of((goods[0], 1), (goods[1], 1), user=hoa, at=at, payment_method="cash_on_delivery")
placed.order.parts.update(state=SellerOrderState.DELIVERED)
for product in Product.objects.filter(is_public=True, structure="standalone").order_by("pk")[:5]:
    wishes.toggle(user=hoa, product_id=product.pk)
addresses.add(user=hoa, address=PLACE)
notices.notify(user=hoa, text="Đơn của bạn đang giao.", address="/tai-khoan/don-hang/")
"""


@pytest.fixture(scope="module")
def filled(market: Market) -> Market:
    market.python(_FILL)
    return market


def sign_in(page: Page, person: cast.Person) -> None:
    page.goto("/tai-khoan/dang-nhap/")
    by_password = page.get_by_role("region", name="Bằng mật khẩu")
    by_password.get_by_label("Số điện thoại hoặc email").fill(person.phone)
    by_password.get_by_label("Mật khẩu", exact=True).fill(cast.DEMO_PASSWORD)
    by_password.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/tai-khoan/")


def last_code(market: Market, phone: str) -> str:
    codes = re.findall(rf"SMS to {re.escape(phone)}: .*?(\d{{6}})", market.log())
    return codes[-1]


class TestSigningUp:
    @pytest.mark.parametrize("javascript", [True, False])
    def test_phone_and_code_open_an_account(self, market: Market, open_page: Open, javascript: bool) -> None:
        page = open_page(javascript=javascript)
        number = "0912 345 671" if javascript else "0912 345 672"
        page.goto("/tai-khoan/dang-ky/")
        page.get_by_label("Họ và tên").fill("Đỗ Thị Ngần")
        page.locator("main").get_by_label("Số điện thoại").fill(number)
        page.get_by_label("Tôi đồng ý").check()
        page.get_by_role("button", name="Gửi mã xác nhận cho tôi").click()
        expect(page.get_by_role("heading", name="Nhập mã 6 số")).to_be_visible()
        if javascript:
            assert_accessible(page)
        page.get_by_label("Mã 6 số").fill(last_code(market, "+84" + number.replace(" ", "")[1:]))

        page.get_by_role("button", name="Xác nhận").click()

        expect(page.get_by_role("heading", name="Chào Ngần")).to_be_visible()


class TestPasskey:
    def test_key_made_once_signs_in_alone(self, market: Market, open_page: Open) -> None:
        page = open_page()
        # A passkey belongs to a domain; an address of four numbers is none.
        site = market.address.replace("127.0.0.1", "localhost")
        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
        }
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        page.goto(f"{site}/tai-khoan/dang-nhap/")
        page.get_by_label("Số điện thoại hoặc email").fill(cast.LAN.phone)
        page.get_by_label("Mật khẩu", exact=True).fill(cast.DEMO_PASSWORD)
        page.get_by_role("button", name="Đăng nhập", exact=True).click()
        page.goto(f"{site}/tai-khoan/bao-mat/webauthn/add/")
        page.get_by_label("Mật khẩu").fill(cast.DEMO_PASSWORD)
        page.get_by_role("button", name="Xác nhận").click()
        page.get_by_role("button", name="Tạo khoá").click()
        expect(page.get_by_role("heading", name="Mã dự phòng")).to_be_visible()
        page.goto(f"{site}/tai-khoan/dang-xuat/")
        page.get_by_role("button", name="Đăng xuất").click()
        page.goto(f"{site}/tai-khoan/dang-nhap/")

        page.get_by_role("button", name="Đăng nhập bằng khoá truy cập").click()

        expect(page.get_by_role("heading", name="Chào Lan")).to_be_visible()


class TestPages:
    @pytest.mark.parametrize(("width", "scheme"), [(PHONE, "light"), (PHONE, "dark"), (DESK, "light")])
    def test_every_page_is_accessible(self, filled: Market, open_page: Open, width: int, scheme: str) -> None:
        page = open_page(width=width, scheme=scheme)
        for address in OUTSIDE:
            page.goto(f"/tai-khoan/{address}")
            assert_accessible(page)
        sign_in(page, cast.HOA)
        for address in INSIDE:
            page.goto(f"/tai-khoan/{address}")

            assert page.locator("h1").count() == 1, page.url
            assert_accessible(page)

    def test_review_is_written_without_javascript(self, filled: Market, open_page: Open) -> None:
        page = open_page(javascript=False)
        sign_in(page, cast.HOA)
        page.goto("/tai-khoan/danh-gia/")
        page.locator("main").get_by_role("link", name=re.compile(r"^Đánh giá\s?:")).first.click()
        page.get_by_label("5 – Rất ưng").check()
        page.get_by_label("Nhận xét").fill("Hàng tươi, gói cẩn thận, sẽ mua lại.")

        page.get_by_role("button", name="Gửi đánh giá").click()

        expect(page.get_by_text("Chờ duyệt")).to_be_visible()

    def test_ambiguous_commune_is_chosen_from_what_it_may_mean(self, open_page: Open) -> None:
        page = open_page()
        sign_in(page, cast.MINH)
        page.goto("/tai-khoan/dia-chi/them/")
        page.get_by_label("Xã, phường").fill("Gia Sàng")
        page.get_by_label("Số nhà, đường, xóm").fill("Tổ 5")
        page.get_by_role("button", name="Lưu địa chỉ").click()
        assert_accessible(page)
        page.get_by_label("Phường Phan Đình Phùng").check()

        page.get_by_role("button", name="Lưu địa chỉ").click()

        expect(page.get_by_text("Tổ 5, Phường Phan Đình Phùng, Tỉnh Thái Nguyên")).to_be_visible()
