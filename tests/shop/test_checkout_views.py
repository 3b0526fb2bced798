from __future__ import annotations

import re
from typing import Any

from django.core import mail
from django.test import Client, TestCase
from django.urls import reverse

from marketplace.demo import cast
from marketplace.shop.basket.models import Basket
from marketplace.shop.checkout.domain import Order
from payments.models import Charge
from sellers.models import DeliveryMethod, StockRecord
from tests.support.goods import make_delivery, make_product, make_seller, make_user, stock_of

DETAILS = {
    "name": "Phạm Thị Hoa",
    "phone": "0912 000 004",
    "email": "hoa@demo.xutra.example",
    "province_code": "19",
    "commune": "Tân Cương",
    "street": "Số 5, xóm Hồng Thái",
    "payment_method": "cash_on_delivery",
}


def fields_of(response: Any) -> dict[str, str]:
    """The hidden fields of the review form."""
    text = response.content.decode()
    return dict(re.findall(r'<input type="hidden" name="(basket|key|total)" value="([^"]+)"', text))


class CheckoutTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.lan = make_seller("Chè Lan Tân Cương")
        cls.minh = make_seller("Mật ong Minh")
        cls.tea = make_product(cls.lan, "Chè móc câu Tân Cương", price=150_000, stock=10)
        cls.honey = make_product(cls.minh, "Mật ong rừng", price=220_000, stock=5)

    def fill(self, *products: Any) -> None:
        for product in products:
            self.client.post(reverse("basket-add"), {"product": product.pk, "quantity": "1"})

    def to_review(self, **changes: str) -> Any:
        response = self.client.post(reverse("checkout"), DETAILS | changes)
        self.assertRedirects(response, reverse("checkout-review"))
        return self.client.get(reverse("checkout-review"))

    def test_guest_orders_from_two_sellers_in_two_pages(self) -> None:
        self.fill(self.tea, self.honey)
        self.assertContains(self.client.get(reverse("checkout")), "Cách giao của từng nhà vườn")
        review = self.to_review()
        self.assertContains(review, "Kiện 2: Mật ong Minh")
        self.assertEqual(fields_of(review)["total"], "430000")

        with self.captureOnCommitCallbacks(execute=True):
            placed = self.client.post(reverse("checkout-review"), fields_of(review))

        order = Order.objects.get()
        self.assertRedirects(placed, reverse("order", kwargs={"reference": order.number}))
        self.assertEqual(order.parts.count(), 2)
        self.assertEqual(stock_of(self.tea), (9, 0))
        self.assertEqual([letter.subject for letter in mail.outbox], [f"Xứ Trà đã nhận đơn {order.number}"])
        self.assertEqual(self.client.get(reverse("basket")).context["contents"].lines, [])

    def test_pressing_twice_makes_one_order(self) -> None:
        self.fill(self.tea)
        fields = fields_of(self.to_review())

        answers = [self.client.post(reverse("checkout-review"), fields) for _press in range(2)]

        path = reverse("order", kwargs={"reference": Order.objects.get().number})
        self.assertEqual([answer.url for answer in answers], [path, path])
        self.assertEqual(Charge.objects.count(), 1)

    def test_online_payment_goes_on_to_the_pay_page(self) -> None:
        self.fill(self.tea)
        fields = fields_of(self.to_review(payment_method="bank_transfer"))

        placed = self.client.post(reverse("checkout-review"), fields)

        self.assertEqual(placed.url, Charge.objects.get().get_absolute_url())

    def test_errors_keep_what_was_typed(self) -> None:
        self.fill(self.tea)
        answer = self.client.post(
            reverse("checkout"), DETAILS | {"phone": "12", f"note-{self.lan.pk}": "Giao buổi sáng"}
        )

        self.assertContains(answer, "Số điện thoại chưa đúng", status_code=422)
        self.assertContains(answer, "Số 5, xóm Hồng Thái", status_code=422)
        self.assertContains(answer, "Giao buổi sáng", status_code=422)
        self.assertContains(answer, 'id="error-summary"', status_code=422)

    def test_old_commune_of_two_places_offers_candidates(self) -> None:
        self.fill(self.tea)
        answer = self.client.post(reverse("checkout"), DETAILS | {"commune": "Thượng Đình"})

        self.assertContains(answer, "Nơi bạn muốn nói", status_code=422)
        code = answer.context["form"].candidates[0].code
        review = self.to_review(commune="Thượng Đình", commune_code=code)
        self.assertEqual(review.context["address"].commune_code, code)

    def test_other_province_keeps_the_commune_as_written(self) -> None:
        self.fill(self.tea)

        review = self.to_review(province_code="01", commune="Phường Cửa Nam")

        self.assertContains(review, "Phường Cửa Nam, Thành phố Hà Nội")

    def test_delivery_and_note_are_chosen_by_seller(self) -> None:
        make_delivery(self.lan, "hoa-toc", name="Hoả tốc", fee=55_000, days_min=0, days_max=1)
        self.fill(self.tea)
        fields = fields_of(self.to_review(**{f"delivery-{self.lan.pk}": "hoa-toc", f"note-{self.lan.pk}": "Gọi trước"}))

        self.client.post(reverse("checkout-review"), fields)

        part = Order.objects.get().parts.get()
        self.assertEqual(
            (part.delivery_name, part.delivery_amount, part.shopper_note), ("Hoả tốc", 55_000, "Gọi trước")
        )

    def test_changed_price_is_shown_before_anything_is_placed(self) -> None:
        self.fill(self.tea)
        fields = fields_of(self.to_review())
        StockRecord.objects.filter(product=self.tea).update(price=160_000)

        answer = self.client.post(reverse("checkout-review"), fields)

        self.assertContains(answer, "Tổng tiền vừa thay đổi", status_code=409)
        self.assertEqual(Order.objects.count(), 0)

        self.client.post(reverse("checkout-review"), fields_of(answer))

        self.assertEqual(Order.objects.get().total_incl_tax, 190_000)

    def test_sold_out_meanwhile_is_refused_and_nothing_typed_is_lost(self) -> None:
        self.fill(self.tea)
        fields = fields_of(self.to_review())
        StockRecord.objects.filter(product=self.tea).update(num_allocated=10)

        answer = self.client.post(reverse("checkout-review"), fields)

        self.assertContains(answer, "Món này vừa hết hàng.", status_code=409)
        self.assertContains(answer, "Số 5, xóm Hồng Thái", status_code=409)
        self.assertEqual(Order.objects.count(), 0)

    def test_alcohol_asks_for_a_tick(self) -> None:
        spirit = make_product(self.lan, "Rượu men lá Bằng Phúc", is_age_restricted=True)
        self.fill(spirit)
        fields = fields_of(self.to_review())

        self.assertContains(self.client.post(reverse("checkout-review"), fields), "từ 18 tuổi", status_code=409)
        self.assertEqual(Order.objects.count(), 0)

        self.client.post(reverse("checkout-review"), fields | {"is_adult": "1"})

        self.assertEqual(Order.objects.count(), 1)

    def test_place_that_a_seller_does_not_reach_is_said_on_the_page(self) -> None:
        DeliveryMethod.objects.filter(seller=self.lan).update(communes_served=["01840"])
        self.fill(self.tea)
        answer = self.client.post(reverse("checkout"), DETAILS)

        self.assertContains(answer, "Chè Lan Tân Cương chưa giao được món bạn chọn", status_code=422)

    def test_invoice_needs_a_right_tax_code(self) -> None:
        self.fill(self.tea)
        invoice = {"wants_invoice": "on", "invoice_name": "Công ty Hoa", "invoice_tax_code": "0100109107"}
        self.assertContains(
            self.client.post(reverse("checkout"), DETAILS | invoice), "Mã số thuế chưa đúng", status_code=422
        )

        fields = fields_of(self.to_review(**(invoice | {"invoice_tax_code": "0100109106"})))
        self.client.post(reverse("checkout-review"), fields)

        self.assertEqual(Order.objects.get().placement.invoice["tax_code"], "0100109106")

    def test_account_begins_with_what_it_knows_and_keeps_the_address(self) -> None:
        hoa = make_user(cast.HOA)
        self.client.force_login(hoa)
        self.fill(self.tea)
        self.assertContains(self.client.get(reverse("checkout")), "Phạm Thị Hoa")

        self.client.post(reverse("checkout-review"), fields_of(self.to_review(save_address="on")))

        self.assertEqual(hoa.saved_addresses.get().street, "Số 5, xóm Hồng Thái")
        self.assertEqual(Order.objects.get().user, hoa)

    def test_deliveries_follow_the_address_being_typed(self) -> None:
        make_delivery(self.lan, "trong-tinh", name="Giao trong tỉnh", fee=15_000, communes_served=["05503"])
        self.fill(self.tea)
        address = reverse("checkout-deliveries")

        self.assertNotContains(self.client.get(address, {"commune": "Đức Xuân"}), "Giao trong tỉnh")
        self.assertContains(self.client.get(address, {"commune": "tan cuong"}), "Giao trong tỉnh")

    def test_empty_basket_goes_back(self) -> None:
        self.assertRedirects(self.client.get(reverse("checkout")), reverse("basket"))
        self.assertRedirects(
            self.client.get(reverse("checkout-review")), reverse("checkout"), fetch_redirect_response=False
        )

    def test_hostile_words_break_nothing(self) -> None:
        self.fill(self.tea)
        nul = {f"note-{self.lan.pk}": "a\x00b" * 300, f"delivery-{self.lan.pk}": "\x00"}
        review = self.to_review(name="<script>x</script>", **nul)
        self.assertContains(review, "&lt;script&gt;x&lt;/script&gt;")
        self.assertNotContains(review, "<script>x")

        fields = fields_of(review) | {"key": "\x00", "total": "9" * 40}
        self.client.post(reverse("checkout-review"), fields)

        self.assertEqual(Order.objects.get().parts.get().shopper_note, ("ab" * 300)[:500])

    def test_forged_basket_is_refused(self) -> None:
        self.fill(self.tea)
        fields = fields_of(self.to_review()) | {"basket": "1:forged"}

        self.client.post(reverse("checkout-review"), fields)

        self.assertEqual(Order.objects.count(), 0)

    def test_without_a_token_nothing_is_placed(self) -> None:
        strict = Client(enforce_csrf_checks=True)

        self.assertEqual(strict.post(reverse("checkout-review"), {}).status_code, 403)
        self.assertEqual(strict.post(reverse("basket-add"), {"product": self.tea.pk}).status_code, 403)
        self.assertEqual(Basket.objects.count(), 0)

    def test_query_counts(self) -> None:
        more = [make_product(self.lan, f"Chè số {number}") for number in range(2)]
        for products in ([self.tea], more):
            self.fill(*products)
            rows = Basket.objects.get().lines.count()
            with self.subTest(rows=rows, page="details"), self.assertNumQueries(6):
                self.client.get(reverse("checkout"))
            self.to_review()
            with self.subTest(rows=rows, page="review"), self.assertNumQueries(6):
                self.client.get(reverse("checkout-review"))
