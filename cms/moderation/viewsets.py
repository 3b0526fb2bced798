from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.models import WorkflowState
from wagtail.snippets.views.snippets import SnippetViewSet

from catalog.models import ProductSubmission
from cms.moderation.forms import ApplicationForm, SubmissionForm
from cms.moderation.panels import ApplicantPanel, OverviewPanel
from cms.moderation.views import ReviewEditView, ReviewInspectView
from sellers.models import SellerApplication

_STATES = [
    (WorkflowState.STATUS_IN_PROGRESS, _("Chờ duyệt")),
    (WorkflowState.STATUS_NEEDS_CHANGES, _("Đã trả lại, chờ người bán sửa")),
    (WorkflowState.STATUS_APPROVED, _("Đã duyệt")),
]


class ReviewFilter(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=_("Trạng thái"), method="of_state", choices=_STATES)

    def of_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        of_model = WorkflowState.objects.filter(
            content_type__app_label=rows.model._meta.app_label, content_type__model=rows.model._meta.model_name
        )
        if value == WorkflowState.STATUS_APPROVED:
            open_ids = of_model.active().values_list("object_id", flat=True)
            return rows.filter(live=True).exclude(pk__in=[int(pk) for pk in open_ids])
        return rows.filter(pk__in=[int(pk) for pk in of_model.filter(status=value).values_list("object_id", flat=True)])


class SubmissionFilter(ReviewFilter):
    class Meta:
        model = ProductSubmission
        fields: ClassVar = ["category", "seller"]


class ApplicationFilter(ReviewFilter):
    class Meta:
        model = SellerApplication
        fields: ClassVar = ["kind"]


class StateColumn(Column):
    """In one word for the reviewer: waiting, sent back, approved, taken down."""

    def get_value(self, instance: Any) -> str:
        state = instance.current_workflow_state
        if state is not None:
            return str(_("Chờ duyệt") if state.status == state.STATUS_IN_PROGRESS else _("Đã trả lại"))
        if instance.live:
            return str(_("Đã duyệt"))
        return str(_("Đã gỡ") if instance.first_published_at else _("Bản nháp"))


def _with_open_review(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Wagtail's `current_workflow_state` reads this attribute instead of asking for every row."""
    active = Prefetch("workflow_states", queryset=WorkflowState.objects.active(), to_attr="_current_workflow_states")
    return rows.prefetch_related(active)


class ReviewViewSet(SnippetViewSet):
    add_to_admin_menu = True
    edit_view_class = ReviewEditView
    inspect_view_class = ReviewInspectView
    inspect_view_enabled = True
    copy_view_enabled = False
    list_per_page = 30


class SubmissionViewSet(ReviewViewSet):
    model = ProductSubmission
    icon = "tag"
    menu_label = _("Duyệt hàng")
    menu_name = "review-products"
    menu_order = 150
    filterset_class = SubmissionFilter
    search_fields = ("title", "sku", "seller__name")
    search_backend_name = None
    ordering = ("-created_at", "-pk")
    list_display: ClassVar = [
        "title",
        Column("seller", label=_("Nhà vườn"), sort_key="seller__name"),
        Column("category", label=_("Nhóm hàng")),
        StateColumn("state", label=_("Trạng thái")),
        DateColumn("created_at", label=_("Gửi lúc"), sort_key="created_at"),
    ]
    inspect_view_fields: ClassVar = [
        "title",
        "seller",
        "sku",
        "category",
        "description",
        "sale_unit",
        "content_amount",
        "content_unit",
        "storage",
        "shelf_life_days",
        "producer_name",
        "first_price",
        "first_stock",
        "created_at",
    ]
    edit_handler = ObjectList(
        [
            OverviewPanel(heading=_("Xem nhanh")),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("seller", read_only=True), FieldPanel("sku", read_only=True)]),
                    FieldPanel("title"),
                    FieldPanel("title_en"),
                    FieldPanel("category"),
                    FieldPanel("description"),
                    FieldPanel("producer_name"),
                    FieldPanel("origin_commune"),
                ],
                heading=_("Món hàng"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("sale_unit"), FieldPanel("step_thousandths")]),
                    FieldRowPanel([FieldPanel("content_amount"), FieldPanel("content_unit")]),
                    FieldPanel("is_billed_by_weight"),
                    FieldRowPanel(
                        [FieldPanel("first_price", read_only=True), FieldPanel("first_stock", read_only=True)]
                    ),
                ],
                heading=_("Đơn vị và giá đầu"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("season_months"),
                    FieldRowPanel([FieldPanel("storage"), FieldPanel("shelf_life_days")]),
                    FieldPanel("label"),
                    FieldPanel("is_age_restricted"),
                ],
                heading=_("Mùa, bảo quản, nhãn"),
            ),
            InlinePanel(
                "claims",
                heading=_("Chứng nhận người bán khai"),
                label=_("chứng nhận"),
                panels=[
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("stars")]),
                    FieldRowPanel([FieldPanel("name"), FieldPanel("number")]),
                    FieldRowPanel([FieldPanel("decision"), FieldPanel("issuer")]),
                    FieldRowPanel([FieldPanel("issued_on"), FieldPanel("expires_on")]),
                ],
            ),
            InlinePanel(
                "photos",
                heading=_("Ảnh: chú thích và thứ tự"),
                label=_("ảnh"),
                panels=[FieldPanel("photo_key", read_only=True), FieldPanel("caption"), FieldPanel("display_order")],
            ),
        ],
        base_form_class=SubmissionForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProductSubmission]:
        return _with_open_review(ProductSubmission.objects.select_related("seller", "category"))


class ApplicationViewSet(ReviewViewSet):
    model = SellerApplication
    icon = "group"
    menu_label = _("Duyệt gian hàng")
    menu_name = "review-sellers"
    menu_order = 160
    filterset_class = ApplicationFilter
    search_fields = ("name", "phone", "tax_code")
    search_backend_name = None
    ordering = ("-created_at", "-pk")
    list_display: ClassVar = [
        "name",
        Column("kind", label=_("Loại hình"), accessor="get_kind_display"),
        Column("commune", label=_("Xã, phường"), accessor="commune.name"),
        StateColumn("state", label=_("Trạng thái")),
        DateColumn("created_at", label=_("Gửi lúc"), sort_key="created_at"),
    ]
    inspect_view_fields: ClassVar = [
        "name",
        "kind",
        "applicant",
        "address_line",
        "phone",
        "tax_code",
        "about",
        "created_at",
    ]
    edit_handler = ObjectList(
        [
            ApplicantPanel(heading=_("Người nộp")),
            MultiFieldPanel(
                [
                    FieldPanel("name"),
                    FieldPanel("kind"),
                    FieldPanel("commune_code"),
                    FieldPanel("address_line"),
                    FieldRowPanel([FieldPanel("phone"), FieldPanel("tax_code")]),
                    FieldPanel("about"),
                ],
                heading=_("Gian hàng"),
            ),
        ],
        base_form_class=ApplicationForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[SellerApplication]:
        return _with_open_review(SellerApplication.objects.select_related("applicant", "seller"))
