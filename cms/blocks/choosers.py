"""Choosing a product or a seller in the admin, found as on the site: without tone marks, with slips."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from catalog.models import Product
from catalog.search import service
from catalog.search.contract import SearchQuery
from marketplace.kernel.text import fold
from sellers.models import Seller

_MOST = 60


class _WordsForm(BaseFilterForm):
    q = forms.CharField(
        label=_("Tìm"), required=False, widget=forms.TextInput({"placeholder": _("gõ không dấu cũng được")})
    )

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        objects = super().filter(objects)
        words = self.cleaned_data.get("q")
        self.is_searching = bool(words)
        self.search_query = words
        return self.find(objects, words) if words else objects

    def find(self, objects: QuerySet[Any], words: str) -> QuerySet[Any]:
        raise NotImplementedError


class _ProductForm(_WordsForm):
    def find(self, objects: QuerySet[Product], words: str) -> QuerySet[Product]:
        found = service.search(SearchQuery(text=words, page_size=_MOST, with_facets=False))
        return objects.filter(pk__in=[hit.id for hit in found.hits])


class _SellerForm(_WordsForm):
    def find(self, objects: QuerySet[Seller], words: str) -> QuerySet[Seller]:
        wanted = fold(words)
        names = objects.values_list("pk", "name")
        return objects.filter(pk__in=[pk for pk, name in names if wanted in fold(name)])


class _ProductChoices:
    filter_form_class = _ProductForm

    def get_object_list(self) -> QuerySet[Product]:
        return Product.objects.filter(is_public=True, parent=None).order_by("title", "pk")


class _SellerChoices:
    filter_form_class = _SellerForm

    def get_object_list(self) -> QuerySet[Seller]:
        return Seller.objects.selling().order_by("name", "pk")


class ProductChooseView(_ProductChoices, ChooseView):
    pass


class ProductChooseResultsView(_ProductChoices, ChooseResultsView):
    pass


class SellerChooseView(_SellerChoices, ChooseView):
    pass


class SellerChooseResultsView(_SellerChoices, ChooseResultsView):
    pass


class ProductChooserViewSet(ChooserViewSet):
    model = Product
    icon = "tag"
    choose_one_text = _("Chọn món hàng")
    choose_another_text = _("Chọn món khác")
    per_page = 20
    choose_view_class = ProductChooseView
    choose_results_view_class = ProductChooseResultsView


class SellerChooserViewSet(ChooserViewSet):
    model = Seller
    icon = "group"
    choose_one_text = _("Chọn nhà vườn")
    choose_another_text = _("Chọn nhà vườn khác")
    per_page = 20
    choose_view_class = SellerChooseView
    choose_results_view_class = SellerChooseResultsView


product_chooser = ProductChooserViewSet("product_chooser", url_prefix="chon-mon-hang")
seller_chooser = SellerChooserViewSet("seller_chooser", url_prefix="chon-nha-vuon")

ProductChooserBlock = product_chooser.get_block_class(name="ProductChooserBlock", module_path="cms.blocks.choosers")
SellerChooserBlock = seller_chooser.get_block_class(name="SellerChooserBlock", module_path="cms.blocks.choosers")
