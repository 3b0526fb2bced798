from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import TestCase, override_settings
from wagtail.models import Site

from catalog.domain.photos import jpeg_path
from catalog.models import Category, Certificate, IndexTask, Product, ProductImage
from catalog.reviews.models import ProductReview
from cms.models import OperatorSettings
from cms.queries import get_frame
from marketplace.accounts.models import User
from marketplace.demo import cast
from marketplace.demo.seeding.categories import seed_categories
from marketplace.demo.seeding.operator import seed_operator
from marketplace.demo.seeding.people import seed_people
from marketplace.demo.seeding.photos import seed_photos
from marketplace.demo.seeding.products import seed_products
from marketplace.demo.seeding.reviews import seed_reviews
from marketplace.demo.seeding.scale import seed_scale
from marketplace.demo.seeding.sellers import seed_sellers
from marketplace.demo.seeding.shopper import seed_shopper
from marketplace.kernel import phones
from sellers.models import Partner, SellerOrder, SellerOrderState, StockRecord
from tests.support.dates import AT, DAY


def seed() -> dict[str, int]:
    return {
        "categories": seed_categories(),
        "people": seed_people(at=AT),
        "sellers": seed_sellers(at=AT),
        "products": len(seed_products(at=AT)),
        "reviews": seed_reviews(at=AT),
    }


class SeedTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.first = seed()

    def test_the_market_is_full(self):
        pages = Product.objects.filter(is_demo=True, parent=None, is_public=True)

        self.assertGreaterEqual(pages.count(), 1200)
        self.assertGreaterEqual(Partner.objects.selling().filter(products__in=pages).distinct().count(), 60)
        self.assertEqual(Category.objects.count(), 54)
        self.assertGreaterEqual(ProductReview.objects.count(), 2500)
        self.assertEqual(Category.objects.get(name="Chè móc câu").full_slug, "che-tra/che-xanh/che-moc-cau")

    def test_what_can_be_bought_has_a_price_and_a_stock(self):
        sold = Product.objects.exclude(structure=Product.PARENT)

        self.assertEqual(sold.count(), StockRecord.objects.count())
        self.assertEqual(sold.filter(stockrecords=None).count(), 0)
        self.assertEqual(Product.objects.filter(structure=Product.PARENT, children=None).count(), 0)

    def test_forty_four_products_show_stars_and_none_shows_lapsed_ones(self):
        valid = Certificate.objects.valid_on(DAY).filter(kind="OCOP")

        self.assertEqual(valid.values("product").distinct().count(), 44)
        self.assertGreater(Certificate.objects.filter(kind="OCOP", expires_on__lt=DAY).count(), 5)
        self.assertEqual(valid.get(product__title="Trà tôm nõn Hương Quê").decision, "Quyết định 2361/QĐ-BNNMT")

    def test_ratings_are_those_of_the_reviews(self):
        product = Product.objects.get(title="Chè Tân Cương móc câu")
        scores = list(product.reviews.values_list("score", flat=True))

        self.assertEqual(product.reviews_count, len(scores))
        self.assertEqual(product.rating, round(sum(scores) / len(scores), 2))

    def test_fresh_goods_out_of_season_are_shown_but_not_sold(self):
        apricots = Product.objects.get(title="Mơ vàng Bắc Kạn")

        self.assertTrue(apricots.is_public)
        self.assertEqual((apricots.harvest_from_on, apricots.harvest_until_on), (date(2027, 4, 1), date(2027, 5, 31)))
        self.assertEqual(apricots.stockrecords.get().num_in_stock, 0)

    def test_the_cast_can_sign_in_and_owns_its_shop(self):
        lan = User.objects.get(phone=phones.to_e164(cast.LAN.phone))
        invented = User.objects.get(phone=phones.to_e164("0912 001 010"))

        self.assertTrue(lan.check_password(cast.DEMO_PASSWORD))
        self.assertEqual(lan.memberships.get().seller.name, "Nương chè nhà Lan")
        self.assertEqual(lan.memberships.get().role, "OWNER")
        self.assertFalse(invented.has_usable_password())

    def test_a_second_run_changes_nothing(self):
        before = list(Product.objects.order_by("pk").values_list("pk", "code", "slug", "title", "date_updated"))

        again = seed()

        self.assertEqual(again, dict.fromkeys(self.first, 0))
        after = list(Product.objects.order_by("pk").values_list("pk", "code", "slug", "title", "date_updated"))
        self.assertEqual(after, before)

    def test_what_was_changed_by_hand_stays(self):
        product = Product.objects.get(title="Na La Hiên")
        Product.objects.filter(pk=product.pk).update(title="Na La Hiên nhà tôi")

        seed()

        product.refresh_from_db()
        self.assertEqual(product.title, "Na La Hiên nhà tôi")

    def test_what_is_missing_comes_back(self):
        Product.objects.filter(title="Na La Hiên").delete()

        self.assertEqual(seed()["products"], 1)
        self.assertEqual(Product.objects.filter(title="Na La Hiên").count(), 1)

    @override_settings(PAYMENT_METHODS=("bank_transfer", "cash_on_delivery"))
    def test_where_real_money_is_taken_hoa_orders_only_what_is_paid_at_the_door(self):
        self.assertEqual(seed_shopper(at=AT), 1)
        self.assertEqual(set(SellerOrder.objects.values_list("state", flat=True)), {SellerOrderState.TO_PACK})

    def test_new_products_are_told_to_the_search(self):
        tasks = set(IndexTask.objects.values_list("product_id", flat=True))

        self.assertLessEqual(set(Product.objects.filter(parent=None).values_list("pk", flat=True)), tasks)

    def test_pictures_are_added_once_and_stored(self):
        kept = list(Product.objects.filter(parent=None).order_by("pk").values_list("pk", flat=True)[:12])
        Product.objects.filter(parent=None).exclude(pk__in=kept).delete()

        added = seed_photos()

        images = ProductImage.objects.all()
        self.assertEqual((images.count(), added), (24, 24))
        self.assertEqual(images.filter(is_illustration=True, width=640, display_order=0).count(), 12)
        self.assertTrue(default_storage.exists(jpeg_path(images[0].photo_key)))
        self.assertEqual(seed_photos(), 0)

    def test_a_larger_catalogue_has_exactly_so_many_whole_products(self):
        added = seed_scale(3000)

        pages = Product.objects.filter(parent=None)
        self.assertEqual((added, pages.count()), (3000 - self.first["products"], 3000))
        self.assertEqual(pages.filter(categories=None).count(), 0)
        self.assertEqual(Product.objects.exclude(structure=Product.PARENT).filter(stockrecords=None).count(), 0)
        copied = pages.filter(code__startswith="XB1-", structure=Product.PARENT).first()
        self.assertEqual(copied.children.count(), Product.objects.get(code=f"XT{copied.code[4:]}").children.count())
        self.assertEqual(copied.title, f"{Product.objects.get(code=f'XT{copied.code[4:]}').title}, mẻ 1")
        connection.check_constraints()
        self.assertEqual(seed_scale(3000), 0)

    def test_a_larger_catalogue_leaves_room_for_new_products(self):
        seed_scale(1500)

        product = Product.objects.create(title="Chè nhà Lan", product_class=Product.objects.first().product_class)

        self.assertEqual(product.pk, Product.objects.latest("pk").pk)


class StoppedSeedTests(TestCase):
    def test_a_stop_in_the_middle_leaves_no_half_products(self):
        seed_categories()
        seed_people(at=AT)
        seed_sellers(at=AT)

        with connection.execute_wrapper(_stop_at_certificates), pytest.raises(KeyboardInterrupt):
            seed_products(at=AT)

        self.assertEqual((Product.objects.count(), StockRecord.objects.count()), (0, 0))
        self.assertGreaterEqual(len(seed_products(at=AT)), 1200)


def _stop_at_certificates(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    if sql.startswith('INSERT INTO "catalogue_certificate"'):
        raise KeyboardInterrupt
    return execute(sql, params, many, context)


class OperatorTests(TestCase):
    def test_the_demo_names_an_operator_that_is_plainly_invented(self):
        made = seed_operator()

        self.assertEqual(made, 1)
        self.assertEqual(get_frame().operator.legal_name, "Hợp tác xã Chợ số Xứ Trà (đơn vị minh hoạ)")

    def test_a_real_operator_stays(self):
        operator = OperatorSettings.for_site(Site.objects.get(is_default_site=True))
        operator.legal_name = "Hợp tác xã Tân Cương"
        operator.save()

        made = seed_operator()

        self.assertEqual(made, 0)
        self.assertEqual(get_frame().operator.legal_name, "Hợp tác xã Tân Cương")
