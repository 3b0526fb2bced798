"""What every engine owes to the pages: one class, asked of the embedded engine and of Elasticsearch alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction
from django.utils import translation

from catalog.search import documents
from catalog.search.contract import Facet, Hit, SearchQuery, Sort
from catalog.search.embedded.engine import EmbeddedEngine
from catalog.search.engine import IndexEngine
from catalog.search.rebuild import rebuild
from catalog.search.retrieval import Searcher
from catalog.search.wordlists import WordListFiles
from sellers.models import SellerStatus, StockRecord
from tests.support.elastic import drop_elastic, make_elastic
from tests.support.goods import make_product
from tests.support.judged import judged_queries, load_products
from tests.support.shelf import certify, make_pack, make_shelf

pytestmark = pytest.mark.django_db

HOSTILE = (
    "'; DROP TABLE catalogue_product;--", '"', "\\", "*", "*:*", "che*", "tea AND (NOT", "[1 TO", "name:x^9", "%",
    "\x00", "🍵🍵", "chè\u0301\u0301\u0301", "\u200b\u202e", "0x00", "-", "–", "a" * 5_000, "chè " * 3_000, "1" * 400,
    "{{7*7}}", "<script>alert(1)</script>", "../../../etc/passwd", "𝓬𝓱𝓮", "ß" * 90, "ocop 99999999999999999999 sao",
    "dưới 99999999999999999999999k", "từ 9k đến 1k", "gần", "gần " + "x " * 300, "500000000kg", "0g",
)  # fmt: skip


@pytest.fixture
def shelf(index: IndexEngine):
    shelf = make_shelf()
    rebuild(index)
    return shelf


def ask(searcher: Searcher, text: str = "", **wishes):
    return searcher.search(SearchQuery(text=text, month=11, **wishes))


def titles(results) -> list[str]:
    return [hit.title for hit in results.hits]


def counts(results, facet: Facet) -> dict[str, int]:
    return {value.value: value.count for value in results.facets[facet]}


def write(index: IndexEngine, *products) -> None:
    ids = [product.pk for product in products]
    found = documents.build(ids, date(2026, 11, 24))
    with index.writing():
        index.write(found, set(ids) - {document.id for document in found})


class TestHits:
    def test_a_hit_says_all_that_a_card_shows(self, searcher, shelf):
        (hit,) = ask(searcher, "chè móc câu").hits

        assert hit == Hit(
            id=shelf.hook_tea.pk, slug="che-tan-cuong-moc-cau", title="Chè Tân Cương móc câu",
            title_en="Tan Cuong hook tea", price=250_000, has_packs=False, sale_unit="PACK", content_amount=500,
            content_unit="G", unit_price=500_000, unit_price_per="kg", step_thousandths=1000, commune_code="05503",
            seller_slug="nuong-che-nha-lan", seller_name="Nương chè nhà Lan", category="che-tra/che-xanh", ocop_stars=5,
            certificates=("OCOP",), photo_key="", is_illustration=False, season_months=0b1111_1111_1111, in_stock=True,
            is_age_restricted=False, is_billed_by_weight=False, storage="AMBIENT", rating=0.0, reviews_count=0,
            highlight="\x02Chè\x03 Tân Cương \x02móc câu\x03",
        )  # fmt: skip

    def test_the_price_is_of_one_sale_unit_not_of_a_step(self, searcher, shelf):
        (hit,) = ask(searcher, "gạo nếp vải").hits

        assert (hit.price, hit.sale_unit, hit.step_thousandths) == (35_000, "KG", 100)

    def test_packs_are_one_hit_at_the_lowest_price_in_stock(self, index, searcher, shelf):
        parent = make_product(shelf.lan, "Chè Tân Cương búp khô", structure="parent")
        StockRecord.objects.filter(product=parent).delete()
        make_pack(parent, 100, price=40_000, stock=0)
        make_pack(parent, 200, price=75_000)
        make_pack(parent, 500, price=170_000)
        write(index, parent)

        (hit,) = ask(searcher, "chè búp khô").hits

        assert (hit.price, hit.has_packs, hit.content_amount, hit.unit_price) == (75_000, True, 200, 375_000)
        assert titles(ask(searcher, "chè búp 500g")) == ["Chè Tân Cương búp khô"]

    def test_a_lapsed_certificate_shows_nowhere(self, searcher, shelf):
        results = ask(searcher, "bưởi tràng xá")

        assert results.hits[0].certificates == ()
        assert counts(ask(searcher), Facet.CERTIFICATE) == {"OCOP": 2, "VIETGAP": 1}
        assert titles(ask(searcher, certificates=("VIETGAP",))) == ["Gạo nếp vải Phú Lương"]

    def test_what_is_out_of_season_cannot_be_bought(self, searcher, shelf):
        assert ask(searcher, in_stock=True).total == 5
        assert searcher.search(SearchQuery(in_stock=True, month=3)).total == 4

    def test_goods_of_a_seller_who_may_not_sell_are_not_found(self, index, searcher, shelf):
        shelf.minh.status = SellerStatus.SUSPENDED
        shelf.minh.save()
        write(index, shelf.honey, shelf.pomelo)

        assert ask(searcher).total == 4
        assert ask(searcher, "mật ong").total == 0

    def test_a_product_that_is_hidden_or_gone_is_not_found(self, index, searcher, shelf):
        shelf.honey.is_public = False
        shelf.honey.save()
        write(index, shelf.honey)

        assert ask(searcher, "mật ong").total == 0

    def test_a_product_without_a_price_is_not_found(self, index, searcher, shelf):
        StockRecord.objects.filter(product=shelf.honey).update(price=None)
        write(index, shelf.honey)

        assert ask(searcher, "mật ong").total == 0

    def test_a_word_that_is_new_in_the_catalogue_is_found_at_once(self, index, searcher, shelf):
        assert ask(searcher, "atiso").total == 0
        write(index, make_product(shelf.lan, "Trà atiso"))

        searcher._checked_at = 0.0 if searcher.name == "elasticsearch" else searcher._checked_at
        assert titles(ask(searcher, "atiso")) == ["Trà atiso"]


class TestFilters:
    def test_several_values_of_one_facet_widen_and_facets_narrow(self, searcher, shelf):
        assert ask(searcher, ocop=(5, 4)).total == 2
        assert titles(ask(searcher, ocop=(5, 4), communes=("05611",))) == ["Trà sen Thái Nguyên"]

    def test_a_category_includes_what_is_below_it(self, searcher, shelf):
        assert ask(searcher, category="che-tra").total == 3
        assert ask(searcher, category="che-tra/che-xanh").total == 2
        assert ask(searcher, category="che").total == 0

    def test_a_chosen_facet_keeps_its_other_counts_and_narrows_the_others(self, searcher, shelf):
        results = ask(searcher, sellers=("trai-ong-nha-minh",))

        assert results.total == 2
        assert counts(results, Facet.SELLER) == {
            "nuong-che-nha-lan": 2, "htx-nong-san-phu-luong": 2, "trai-ong-nha-minh": 2,
        }  # fmt: skip
        assert counts(results, Facet.CATEGORY) == {"mat-ong": 1, "trai-cay": 1}
        assert [value.value for value in results.facets[Facet.SELLER] if value.is_selected] == ["trai-ong-nha-minh"]

    def test_two_chosen_facets_count_each_without_itself(self, searcher, shelf):
        results = ask(searcher, category="che-tra", ocop=(4,))

        assert titles(results) == ["Trà sen Thái Nguyên"]
        assert counts(results, Facet.OCOP) == {"5": 1, "4": 1}
        assert counts(results, Facet.CATEGORY) == {"che-tra": 1, "che-tra/tra-uop-huong": 1}
        assert counts(results, Facet.COMMUNE) == {"05611": 1}

    def test_places_are_today_s_communes_and_former_districts(self, searcher, shelf):
        results = ask(searcher)

        assert counts(results, Facet.COMMUNE) == {"05503": 2, "05611": 2, "05725": 1, "05746": 1}
        assert counts(results, Facet.DISTRICT) == {
            "thai-nguyen": 2, "song-cong": 2, "phu-luong": 2, "vo-nhai": 2,
        }  # fmt: skip
        assert ask(searcher, districts=("vo-nhai",)).total == 2

    def test_prices_are_counted_in_bands_that_filter_exactly(self, searcher, shelf):
        bands = counts(ask(searcher), Facet.PRICE)

        assert bands == {"0-49999": 2, "100000-199999": 1, "200000-499999": 2, "500000-": 1}
        for band, count in bands.items():
            low, _, high = band.partition("-")
            wish = {"price_min": int(low)} | ({"price_max": int(high)} if high else {})
            assert ask(searcher, **wish).total == count

    def test_season_and_stock_are_counted_for_the_month(self, searcher, shelf):
        november, march = ask(searcher), searcher.search(SearchQuery(month=3))

        assert (counts(november, Facet.IN_SEASON), counts(march, Facet.IN_SEASON)) == ({"1": 6}, {"1": 5})
        assert (counts(november, Facet.IN_STOCK), counts(march, Facet.IN_STOCK)) == ({"1": 5}, {"1": 4})

    def test_labels_come_with_the_counts_in_the_reader_s_language(self, searcher, shelf):
        with translation.override("en"):
            english = {value.value: value.label for value in ask(searcher).facets[Facet.CATEGORY]}

        assert english["che-tra/che-xanh"] == "Green tea"
        assert ask(searcher).facets[Facet.COMMUNE][0].label == "Xã Phú Lương"

    def test_gift_sets(self, searcher, shelf):
        assert titles(ask(searcher, is_gift_set=True)) == ["Trà sen Thái Nguyên"]

    def test_facets_can_be_left_out(self, searcher, shelf):
        assert ask(searcher, with_facets=False).facets == {}

    def test_nonsense_in_filters_finds_nothing_and_harms_nothing(self, searcher, shelf):
        for wishes in (
            {"category": "'; drop"}, {"communes": ("99999", "")}, {"sellers": ("\x00",)}, {"ocop": (99, -1)},
            {"certificates": ("NONE",)}, {"price_min": 10**15}, {"price_max": -5}, {"rating_min": 9},
            {"districts": ("x" * 3_000,)},
        ):  # fmt: skip
            assert ask(searcher, **wishes).total == 0, wishes


class TestOrder:
    @pytest.mark.parametrize(
        ("sort", "expected"),
        [
            (Sort.PRICE_LOW, ["Bưởi", "Gạo", "Trà", "Chè", "Mật", "Chè"]),
            (Sort.PRICE_HIGH, ["Chè", "Mật", "Chè", "Trà", "Gạo", "Bưởi"]),
        ],
    )
    def test_by_price(self, searcher, shelf, sort, expected):
        assert [title.split()[0] for title in titles(ask(searcher, sort=sort))] == expected

    def test_bestselling_first(self, searcher, shelf):
        assert titles(ask(searcher, sort=Sort.BESTSELLING))[0] == "Chè Tân Cương móc câu"

    def test_best_rated_first(self, index, searcher, shelf):
        type(shelf.honey).objects.filter(pk=shelf.honey.pk).update(rating=4.5, reviews_count=3)
        type(shelf.rice).objects.filter(pk=shelf.rice.pk).update(rating=4.5, reviews_count=8)
        write(index, shelf.honey, shelf.rice)

        results = ask(searcher, sort=Sort.RATING)

        assert titles(results)[:2] == ["Gạo nếp vải Phú Lương", "Mật ong hoa rừng Thần Sa"]
        assert counts(results, Facet.RATING) == {"4": 2, "3": 2}
        assert ask(searcher, rating_min=4).total == 2

    def test_nearest_first_by_the_communes_coordinates(self, searcher, shelf):
        near = ask(searcher, sort=Sort.NEAR, near="05725")

        assert titles(near)[:2] == ["Mật ong hoa rừng Thần Sa", "Bưởi Tràng Xá"]
        assert {hit.commune_code for hit in near.hits[-2:]} == {"05503"}
        assert titles(ask(searcher, "chè", sort=Sort.NEAR, near="05611"))[0] == "Trà sen Thái Nguyên"

    def test_a_place_that_is_unknown_falls_back_to_relevance(self, searcher, shelf):
        assert titles(ask(searcher, "chè", sort=Sort.NEAR, near="x")) == titles(ask(searcher, "chè"))

    def test_the_word_typed_beats_its_synonym_and_stock_breaks_a_tie(self, searcher, shelf):
        assert titles(ask(searcher, "chè")) == [
            "Chè Tân Cương móc câu", "Chè Tân Cương nõn tôm", "Trà sen Thái Nguyên",
        ]  # fmt: skip


class TestPaging:
    SORTS = (Sort.RELEVANCE, Sort.NEWEST, Sort.PRICE_LOW, Sort.PRICE_HIGH, Sort.RATING, Sort.BESTSELLING, Sort.NEAR)

    @pytest.fixture
    def many(self, index, shelf):
        products = [make_product(shelf.lan, f"Chè số {number}", price=1_000 * (number % 5 + 1)) for number in range(40)]
        write(index, *products)
        return products

    @pytest.mark.parametrize("text", ["", "chè"])
    @pytest.mark.parametrize("sort", SORTS)
    def test_a_cursor_walks_over_everything_once_as_pages_do(self, searcher, many, sort, text):
        query = SearchQuery(text=text, month=11, sort=sort, near="05503", page_size=7)
        walked, paged, cursor = [], [], ""
        for page in range(1, 20):
            results = searcher.search(replace(query, cursor=cursor))
            walked += [hit.id for hit in results.hits]
            paged += [hit.id for hit in searcher.search(replace(query, page=page)).hits]
            cursor = results.next_cursor
            if not cursor:
                break

        assert walked == paged
        assert len(walked) == len(set(walked)) == results.total

    @pytest.mark.parametrize("sort", [Sort.RELEVANCE, Sort.NEWEST, Sort.PRICE_LOW])
    def test_writes_between_pages_neither_repeat_nor_skip(self, index, searcher, shelf, many, sort):
        query = SearchQuery(text="chè", month=11, sort=sort, page_size=10)
        before = {hit.id for hit in searcher.search(replace(query, page_size=100)).hits}
        seen, cursor = [], ""
        while True:
            results = searcher.search(replace(query, cursor=cursor))
            seen += [hit.id for hit in results.hits]
            cursor = results.next_cursor
            if not cursor:
                break
            write(index, make_product(shelf.coop, f"Chè mới {len(seen)}", price=10))

        assert len(seen) == len(set(seen))
        assert before <= set(seen)

    @pytest.mark.parametrize("cursor", ["x", "!!!", "W10", "bnVsbA", "eyJhIjoxfQ", "A" * 4_000, "ŋ"])
    def test_what_is_no_cursor_begins_at_the_start(self, searcher, many, cursor):
        assert ask(searcher, "chè", cursor=cursor).hits == ask(searcher, "chè").hits

    def test_pages_and_sizes_out_of_range_are_brought_into_it(self, searcher, many):
        assert len(ask(searcher, page_size=0).hits) == 1
        assert len(ask(searcher, page_size=10**6).hits) == 46
        assert ask(searcher, page=-3).hits == ask(searcher).hits
        assert ask(searcher, page=10**9).hits == ()


class TestWords:
    def test_a_correction_is_said(self, searcher, shelf):
        results = ask(searcher, "chè tân cươg")

        assert (results.did_you_mean, results.total) == ("chè tân cương", 2)

    def test_nothing_is_said_when_nothing_was_corrected(self, searcher, shelf):
        assert ask(searcher, "che tan cuong").did_you_mean == ""

    def test_wishes_become_filters_and_are_told(self, searcher, shelf):
        results = ask(searcher, "trà ocop 4 sao dưới 200k")

        assert titles(results) == ["Trà sen Thái Nguyên"]
        assert dict(results.understood) == {"ocop": "4", "price_max": "200000"}

    def test_what_was_chosen_by_hand_wins_over_words(self, searcher, shelf):
        assert titles(ask(searcher, "chè dưới 200k", price_max=300_000)) == [
            "Chè Tân Cương móc câu", "Trà sen Thái Nguyên",
        ]  # fmt: skip

    def test_hostile_input_is_harmless(self, searcher, shelf):
        for text in HOSTILE:
            results = ask(searcher, text)
            assert results.total <= 6, text
            assert len(searcher.suggest(text)) <= 8, text

    def test_what_is_not_sold_is_not_found(self, searcher, shelf):
        results = ask(searcher, "iphone 15")

        assert (results.hits, results.total, results.did_you_mean) == ((), 0, "")

    def test_words_that_came_with_a_rebuild_are_known_at_once(self, searcher, index, shelf):
        for title, text in (("Sáp ong ruồi", "sap ong"), ("Miến dong", "mien dong"), ("Quả óc chó", "oc cho")):
            assert ask(searcher, text).total == 0
            product = make_product(shelf.minh, title)
            rebuild(index)

            assert [hit.id for hit in ask(searcher, text).hits] == [product.pk]


class TestSuggestions:
    def test_products_categories_and_sellers_while_typing(self, searcher, shelf):
        found = {(s.kind, s.text) for s in searcher.suggest("ch")}

        assert ("product", "Chè Tân Cương móc câu") in found
        assert ("category", "Chè – Trà") in found
        assert ("seller", "Nương chè nhà Lan") in found

    def test_the_last_word_may_be_unfinished_and_unmarked(self, searcher, shelf):
        (only,) = [s for s in searcher.suggest("mat on") if s.kind == "product"]

        assert (only.text, only.key, only.slug) == (
            "Mật ong hoa rừng Thần Sa", str(shelf.honey.pk), "mat-ong-hoa-rung-than-sa",
        )  # fmt: skip

    def test_a_seller_is_named_by_its_slug_and_a_category_by_its_path(self, searcher, shelf):
        assert [s.key for s in searcher.suggest("trại ong") if s.kind == "seller"] == ["trai-ong-nha-minh"]
        assert [s.key for s in searcher.suggest("chè xa") if s.kind == "category"] == ["che-tra/che-xanh"]

    def test_nothing_typed_suggests_nothing(self, searcher, shelf):
        assert searcher.suggest("  ") == searcher.suggest("chè", limit=0) == ()

    def test_the_limit_holds(self, searcher, shelf):
        assert len(searcher.suggest("c", limit=3)) == 3


class TestLapsing:
    def test_documents_that_the_calendar_makes_wrong_are_found(self, index, shelf):
        certify(shelf.honey, "VIETGAP", expires_on=date(2026, 12, 31))
        certify(shelf.rice, "ORGANIC", issued_on=date(2027, 1, 5))
        write(index, shelf.honey, shelf.rice)

        assert index.lapsed(20261231, 100) == []
        assert index.lapsed(20270101, 100) == [shelf.honey.pk]
        assert sorted(index.lapsed(20270105, 100)) == sorted([shelf.honey.pk, shelf.rice.pk])


@pytest.fixture(scope="module")
def both(django_db_setup, django_db_blocker, tmp_path_factory):
    words = WordListFiles(tmp_path_factory.mktemp("words"))
    indexes = [EmbeddedEngine(tmp_path_factory.mktemp("both")), make_elastic("both")]
    with django_db_blocker.unblock(), transaction.atomic():
        load_products()
        for index in indexes:
            rebuild(index)
        transaction.set_rollback(True)
    yield [Searcher(index, words) for index in indexes]
    drop_elastic("both")


@pytest.mark.elasticsearch
class TestAgreement:
    """The two engines answer alike, so falling back from one to the other is not seen."""

    def test_on_every_judged_query(self, both):
        queries = [*judged_queries("search_queries.csv"), *judged_queries("search_queries_more.csv")]
        for judged in queries:
            self._agree(both, SearchQuery(text=judged.query, month=11))

    @pytest.mark.parametrize("sort", list(Sort))
    def test_in_every_order_and_with_facets_chosen(self, both, sort):
        for text in ("", "chè", "bắc kạn"):
            self._agree(both, SearchQuery(text=text, month=11, sort=sort, near="05503", page_size=100))
            self._agree(both, SearchQuery(text=text, month=11, sort=sort, ocop=(4, 5), category="che-tra"))

    def test_a_cursor_of_one_goes_on_in_the_other(self, both):
        for sort in (Sort.RELEVANCE, Sort.PRICE_LOW):
            query = SearchQuery(text="chè", month=11, sort=sort, page_size=5)
            first, second = both
            cursor = first.search(query).next_cursor
            assert first.search(replace(query, cursor=cursor)).hits == second.search(replace(query, cursor=cursor)).hits

    def test_on_suggestions(self, both):
        for text in ("ch", "che ta", "mat", "miến d", "bưởi", "g"):
            first, second = (searcher.suggest(text) for searcher in both)
            assert first == second

    def _agree(self, both, query: SearchQuery) -> None:
        first, second = (replace(s.search(query), took_ms=0, engine="") for s in both)
        assert [hit.title for hit in first.hits] == [hit.title for hit in second.hits], query
        assert first == second, query
