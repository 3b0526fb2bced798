from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin

from catalog.models.certificate import CertificateKind
from catalog.models.product import ContentUnit, SaleUnit, Storage
from marketplace.kernel import times


class ProductSubmission(
    WorkflowMixin, DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, ClusterableModel
):
    """What a seller proposes to say of a product: words, photos and claims, never price or stock.

    Officers review this, not the product; the last approval publishes it and `catalog.domain.submissions.apply`
    writes the live product in the same transaction (DESIGN 3).
    """

    seller = models.ForeignKey("partner.Partner", on_delete=models.CASCADE, related_name="submissions")
    # Empty until the first approval of a new product.
    product = models.ForeignKey(
        "catalogue.Product", on_delete=models.CASCADE, related_name="submissions", null=True, blank=True
    )
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    sku = models.CharField(_("mã hàng"), max_length=64)

    title = models.CharField(_("tên"), max_length=255)
    title_en = models.CharField(_("tên tiếng Anh"), max_length=255, blank=True)
    description = models.TextField(_("mô tả"), blank=True)
    category = models.ForeignKey("catalogue.Category", on_delete=models.PROTECT, verbose_name=_("nhóm hàng"))
    sale_unit = models.CharField(_("đơn vị bán"), max_length=8, choices=SaleUnit, default=SaleUnit.PACK)
    content_amount = models.PositiveIntegerField(_("hàm lượng mỗi đơn vị bán"), null=True, blank=True)
    content_unit = models.CharField(_("đơn vị hàm lượng"), max_length=5, choices=ContentUnit, blank=True)
    step_thousandths = models.PositiveIntegerField(_("bước mua (phần nghìn)"), default=1000)
    season_months = models.PositiveSmallIntegerField(_("các tháng có hàng"), default=times.ALL_YEAR)
    shelf_life_days = models.PositiveIntegerField(_("hạn dùng (ngày)"), null=True, blank=True)
    storage = models.CharField(_("bảo quản"), max_length=8, choices=Storage, default=Storage.AMBIENT)
    origin_commune = models.CharField(_("xã, phường"), max_length=5, blank=True)
    producer_name = models.CharField(_("người làm ra"), max_length=160, blank=True)
    label = models.JSONField(_("nội dung nhãn"), default=dict, blank=True)
    # What the first price and stock will be; later both are changed without review.
    first_price = models.PositiveIntegerField(_("giá đầu (đồng mỗi bước)"), default=0)
    first_stock = models.PositiveIntegerField(_("tồn kho đầu (bước)"), default=0)

    live = models.BooleanField(_("đã duyệt"), default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="product_submission",
        for_concrete_model=False,
    )
    revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="product_submission",
        for_concrete_model=False,
    )

    class Meta:
        app_label = "catalogue"
        verbose_name = _("đề nghị đăng hàng")
        verbose_name_plural = _("đề nghị đăng hàng")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seller", "sku"], name="submission_sku_once_a_seller"),
        ]

    def __str__(self) -> str:
        return self.title


class SubmissionPhoto(models.Model):
    submission = ParentalKey(ProductSubmission, on_delete=models.CASCADE, related_name="photos")
    photo_key = models.CharField(_("khoá ảnh"), max_length=64)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    caption = models.CharField(_("chú thích"), max_length=200, blank=True)
    display_order = models.PositiveIntegerField(default=0)
    is_illustration = models.BooleanField(default=False)

    class Meta:
        app_label = "catalogue"
        ordering: ClassVar = ["display_order", "pk"]


class SubmissionClaim(models.Model):
    """A certificate that the seller claims; it becomes a checked Certificate with the approval."""

    submission = ParentalKey(ProductSubmission, on_delete=models.CASCADE, related_name="claims")
    kind = models.CharField(_("loại"), max_length=10, choices=CertificateKind)
    stars = models.PositiveSmallIntegerField(_("số sao"), null=True, blank=True)
    number = models.CharField(_("số"), max_length=80, blank=True)
    issuer = models.CharField(_("nơi cấp"), max_length=160, blank=True)
    issued_on = models.DateField(_("ngày cấp"), null=True, blank=True)
    expires_on = models.DateField(_("hết hạn"), null=True, blank=True)

    class Meta:
        app_label = "catalogue"
