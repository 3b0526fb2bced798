from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.test import SimpleTestCase

from catalog.models import Product, ProductClass, SaleUnit, Storage
from sellers.domain.delivery import NOTHING_TO_DELIVER, DeliveryOffer, Destination, Goods, offers
from sellers.domain.workdays import add_workdays, is_workday
from sellers.models import DeliveryKind, DeliveryMethod, Seller

# A Wednesday.
NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
TAN_CUONG = Destination("19", "05503")
HANOI = Destination("01")
ZONES = {
    "19": {"first_grams": 2000, "first_fee": 18_000, "next_grams": 500, "next_fee": 2_500},
    "*": {"first_grams": 1000, "first_fee": 30_000, "next_grams": 500, "next_fee": 5_000},
}


def goods(steps: int = 1, amount: int = 100_000, **facts: Any) -> Goods:
    defaults = {"sale_unit": SaleUnit.PACK, "content_amount": 500, "content_unit": "G"}
    product = Product(product_class=ProductClass(requires_shipping=True), **(defaults | facts))
    return Goods(product, steps, amount)


def method(kind: str = DeliveryKind.FLAT, **fields: Any) -> DeliveryMethod:
    defaults = {"code": kind.lower(), "name": kind, "fee": 30_000, "days_min": 1, "days_max": 3}
    return DeliveryMethod(kind=kind, **(defaults | fields))


def offered(methods: list[DeliveryMethod], *lines: Goods, to: Destination = TAN_CUONG) -> list[DeliveryOffer]:
    return offers(seller=Seller(dispatch_days=1), methods=methods, goods=lines or (goods(),), destination=to, at=NOW)


class FeeTests(SimpleTestCase):
    def fees(self, *args: Any, **kwargs: Any) -> list[int]:
        return [offer.fee for offer in offered(*args, **kwargs)]

    def test_flat(self) -> None:
        self.assertEqual(self.fees([method()]), [30_000])

    def test_free_from_an_amount(self) -> None:
        flat = method(free_from=500_000)

        self.assertEqual(self.fees([flat], goods(amount=500_000)), [0])
        self.assertEqual([offer.free_after for offer in offered([flat], goods(amount=499_999))], [1])
        self.assertEqual(self.fees([flat], goods(amount=499_999)), [30_000])

    def test_weight_begins_a_new_step_with_the_next_gram(self) -> None:
        by_weight = method(DeliveryKind.WEIGHT_ZONE, rates=ZONES)

        for steps, fee in ((4, 18_000), (5, 20_500), (6, 23_000)):
            with self.subTest(steps=steps):
                self.assertEqual(self.fees([by_weight], goods(steps)), [fee])

    def test_other_provinces_have_the_rate_of_the_rest(self) -> None:
        self.assertEqual(self.fees([method(DeliveryKind.WEIGHT_ZONE, rates=ZONES)], goods(3), to=HANOI), [35_000])

    def test_place_without_a_rate_is_not_served(self) -> None:
        only_home = method(DeliveryKind.WEIGHT_ZONE, rates={"19": ZONES["19"]})

        self.assertEqual(self.fees([only_home], to=HANOI), [])

    def test_kilograms_in_tenths_weigh_what_they_say(self) -> None:
        line = goods(7, sale_unit=SaleUnit.KG, content_amount=None, content_unit="", step_thousandths=100)

        self.assertEqual(line.grams, 700)

    def test_places_to_pick_up_come_last_and_cost_nothing(self) -> None:
        pickup = method(DeliveryKind.PICKUP, pickup_address="Xóm Hồng Thái", pickup_commune="05503")

        found = offered([pickup, method()])

        self.assertEqual([(offer.kind, offer.fee) for offer in found], [("FLAT", 30_000), ("PICKUP", 0)])
        self.assertEqual(found[1].pickup_address, "Xóm Hồng Thái, Xã Tân Cương")


class ReachTests(SimpleTestCase):
    def test_only_the_communes_served(self) -> None:
        near = method(communes_served=["05503"])

        self.assertEqual(len(offered([near])), 1)
        self.assertEqual(offered([near], to=Destination("19", "01840")), [])
        self.assertEqual(offered([near], to=HANOI), [])

    def test_cold_goods_only_by_a_cold_method_or_picked_up(self) -> None:
        methods = [method(), method(code="lanh", is_cold_chain=True), method(DeliveryKind.PICKUP)]
        for storage in (Storage.CHILLED, Storage.FROZEN):
            with self.subTest(storage=storage):
                codes = [offer.code for offer in offered(methods, goods(storage=storage))]
                self.assertEqual(codes, ["lanh", "pickup"])

    def test_promise_beyond_the_shelf_life_is_not_offered(self) -> None:
        # Handed over on Thursday 26, on the way until Monday 30: four days.
        slow = method(days_min=1, days_max=3)

        self.assertEqual(offered([slow], goods(shelf_life_days=3)), [])
        self.assertEqual(len(offered([slow], goods(shelf_life_days=4))), 1)

    def test_one_fragile_line_decides_for_the_parcel(self) -> None:
        self.assertEqual(offered([method()], goods(), goods(shelf_life_days=1)), [])

    def test_live_animals_travel_two_days_at_most(self) -> None:
        self.assertEqual(offered([method()], goods(storage=Storage.LIVE)), [])
        self.assertEqual(len(offered([method(days_max=1)], goods(storage=Storage.LIVE))), 1)

    def test_tickets_need_no_delivery(self) -> None:
        ticket = Goods(Product(product_class=ProductClass(requires_shipping=False)), 1, 100_000)

        self.assertEqual([offer.code for offer in offered([method()], ticket)], [NOTHING_TO_DELIVER])

    def test_method_that_rests_is_not_offered(self) -> None:
        self.assertEqual(offered([method(is_active=False)]), [])


class PromiseTests(SimpleTestCase):
    def test_sunday_is_skipped(self) -> None:
        offer = offered([method(days_min=1, days_max=3)])[0]

        self.assertEqual((offer.promised_from_on, offer.promised_until_on), (date(2026, 11, 27), date(2026, 11, 30)))

    def test_holidays_and_tet_are_no_workdays(self) -> None:
        for day in (date(2026, 11, 24), date(2027, 1, 1), date(2027, 2, 6), date(2027, 4, 16), date(2026, 11, 29)):
            with self.subTest(day=day):
                self.assertFalse(is_workday(day))
        self.assertEqual(add_workdays(date(2027, 2, 4), 1), date(2027, 2, 10))
        self.assertEqual(add_workdays(date(2026, 11, 29), 0), date(2026, 11, 30))
