from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from catalog.models import Category, IndexTask, ProductImage
from catalog.search import outbox
from sellers.models import StockRecord
from tests.support.shelf import certify, make_pack, make_shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf():
    shelf = make_shelf()
    IndexTask.objects.all().delete()
    return shelf


def waiting() -> set[int]:
    return set(IndexTask.objects.values_list("product_id", flat=True))


class TestChangesThatAreHeard:
    def test_a_product(self, shelf):
        shelf.honey.title = "Mật ong hoa nhãn"
        shelf.honey.save()

        assert waiting() == {shelf.honey.pk}

    def test_a_product_that_is_deleted(self, shelf):
        pk = shelf.honey.pk
        shelf.honey.delete()

        assert waiting() == {pk}

    def test_price_and_stock(self, shelf):
        record = StockRecord.objects.get(product=shelf.rice)
        record.num_in_stock = 0
        record.save()

        assert waiting() == {shelf.rice.pk}

    def test_a_pack_stands_for_its_parent_when_it_is_saved(self, shelf):
        pack = make_pack(shelf.honey, 200, price=90_000)

        assert shelf.honey.pk in waiting()
        assert pack.parent_id == shelf.honey.pk

    def test_a_certificate_and_its_end(self, shelf):
        certificate = certify(shelf.honey, "VIETGAP", expires_on=date(2027, 1, 1))
        assert waiting() == {shelf.honey.pk}
        IndexTask.objects.all().delete()
        certificate.delete()

        assert waiting() == {shelf.honey.pk}

    def test_a_seller_touches_all_of_its_products(self, shelf):
        shelf.lan.name = "Nương chè Lan Hảo"
        shelf.lan.save()

        assert waiting() == {shelf.hook_tea.pk, shelf.bud_tea.pk}

    def test_what_no_document_says_of_a_seller_touches_nothing(self, shelf):
        shelf.lan.commission_bp = 700
        shelf.lan.save(update_fields=["commission_bp"])

        assert waiting() == set()

    def test_a_category_touches_what_is_in_it_and_below(self, shelf):
        tea = Category.objects.get(slug="che-tra")
        tea.name = "Trà"
        tea.save()

        assert waiting() == {shelf.hook_tea.pk, shelf.bud_tea.pk, shelf.lotus_tea.pk}

    def test_a_product_that_changes_its_category(self, shelf):
        shelf.honey.categories.set([Category.objects.get(slug="trai-cay")])

        assert waiting() == {shelf.honey.pk}

    def test_a_photo(self, shelf):
        ProductImage.objects.create(product=shelf.honey, photo_key="k")

        assert waiting() == {shelf.honey.pk}


class TestTouch:
    def test_is_one_insert_however_many(self, shelf, django_assert_num_queries):
        for ids in ([shelf.honey.pk], [shelf.honey.pk, shelf.rice.pk, shelf.pomelo.pk]):
            with django_assert_num_queries(1):
                outbox.touch(ids)

    def test_nothing_is_no_row(self, shelf):
        outbox.touch([])

        assert waiting() == set()

    def test_is_undone_with_the_change_that_it_belongs_to(self, shelf):
        with transaction.atomic():
            shelf.honey.save()
            transaction.set_rollback(True)

        assert waiting() == set()
