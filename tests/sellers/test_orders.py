from __future__ import annotations

from django.test import TestCase

from catalog.models import IndexTask, Product
from sellers.domain import orders
from sellers.domain.orders import Move
from sellers.models import SellerOrderState
from tests.support.buying import NOW, order_of
from tests.support.goods import make_product, make_seller
from tests.support.shelf import make_pack


class SoldCountTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.lan = make_seller("Chè Lan Tân Cương")
        cls.minh = make_seller("Mật ong Minh")
        cls.bud = make_product(cls.lan, "Chè nõn tôm")
        cls.tea = make_product(cls.lan, "Chè móc câu Tân Cương")
        cls.tea.stockrecords.all().delete()
        cls.small = make_pack(cls.tea, 100, price=40_000)
        cls.large = make_pack(cls.tea, 500, price=150_000)
        cls.honey = make_product(cls.minh, "Mật ong rừng", price=220_000)

    def deliver_first_part(self) -> None:
        placed = order_of((self.small, 2), (self.large, 3), (self.bud, 1), (self.honey, 4))
        placed.order.parts.update(state=SellerOrderState.SHIPPED)
        IndexTask.objects.all().delete()
        part = placed.order.parts.get(seller=self.lan)
        orders.move(part=part, move=Move(to=SellerOrderState.DELIVERED), at=NOW)

    def sold(self) -> dict[int, int]:
        return dict(Product.objects.filter(sold_count__gt=0).values_list("pk", "sold_count"))

    def test_packs_count_for_their_product_and_other_sellers_goods_do_not(self) -> None:
        self.deliver_first_part()

        self.assertEqual(self.sold(), {self.tea.pk: 5, self.bud.pk: 1})

    def test_index_hears_of_it(self) -> None:
        self.deliver_first_part()

        touched = IndexTask.objects.order_by("product_id").values_list("product_id", flat=True)
        self.assertEqual(list(touched), sorted([self.bud.pk, self.tea.pk]))
