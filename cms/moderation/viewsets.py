from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from catalog.models import ProductSubmission
from sellers.models import SellerApplication


class SubmissionViewSet(SnippetViewSet):
    model = ProductSubmission
    icon = "tag"
    menu_label = _("Duyệt hàng")
    menu_order = 150
    add_to_admin_menu = True


class ApplicationViewSet(SnippetViewSet):
    model = SellerApplication
    icon = "group"
    menu_label = _("Duyệt gian hàng")
    menu_order = 160
    add_to_admin_menu = True
