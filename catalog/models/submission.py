from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin

from catalog.models.certificate import CertificateKind
from catalog.models.product import ContentUnit, SaleUnit, Storage
from marketplace.kernel import places, times

# A submission keeps these whatever an old revision says: they are facts of the review, not words of the seller.
_KEPT_BY_THE_ROW = ("seller_id", "product_id", "sku", "submitted_by_id", "created_at", "is_withdrawn")


class ProductSubmission(
    WorkflowMixin, DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, ClusterableModel
):
    """What a seller proposes to say of a product: words, photos and claims, never price or stock.

    Officers review this, not the product; the last approval publishes it and `catalog.domain.submissions.apply`
    writes the live product in the same transaction (DESIGN 3).
    """

    seller = models.ForeignKey(
        "partner.Partner", on_delete=models.CASCADE, related_name="submissions", verbose_name=_("nhà vườn")
    )
    # Empty until the first approval of a new product.
    product = models.ForeignKey(
        "catalogue.Product",
        on_delete=models.CASCADE,
        related_name="submissions",
        null=True,
        blank=True,
        verbose_name=_("sản phẩm"),
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, verbose_name=_("người gửi")
    )
    sku = models.CharField(_("mã hàng"), max_length=64)

    title = models.CharField(_("tên"), max_length=255)
    title_en = models.CharField(_("tên tiếng Anh"), max_length=255, blank=True)
    description = models.TextField(_("mô tả"), blank=True)
    category = models.ForeignKey("catalogue.Category", on_delete=models.PROTECT, verbose_name=_("nhóm hàng"))
    sale_unit = models.CharField(_("đơn vị bán"), max_length=8, choices=SaleUnit, default=SaleUnit.PACK)
    content_amount = models.PositiveIntegerField(_("hàm lượng mỗi đơn vị bán"), null=True, blank=True)
    content_unit = models.CharField(_("đơn vị hàm lượng"), max_length=5, choices=ContentUnit, blank=True)
    step_thousandths = models.PositiveIntegerField(
        _("bước mua (phần nghìn)"), default=1000, validators=[MinValueValidator(1), MaxValueValidator(1_000_000)]
    )
    is_billed_by_weight = models.BooleanField(_("tính theo cân thật"), default=False)
    season_months = models.PositiveSmallIntegerField(
        _("các tháng có hàng"),
        default=times.ALL_YEAR,
        validators=[MinValueValidator(1), MaxValueValidator(times.ALL_YEAR)],
    )
    shelf_life_days = models.PositiveIntegerField(
        _("hạn dùng (ngày)"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    storage = models.CharField(_("bảo quản"), max_length=8, choices=Storage, default=Storage.AMBIENT)
    origin_commune = models.CharField(_("xã, phường"), max_length=5, blank=True)
    producer_name = models.CharField(_("người làm ra"), max_length=160, blank=True)
    label = models.JSONField(_("nội dung nhãn"), default=dict, blank=True)
    is_age_restricted = models.BooleanField(_("chỉ bán cho người từ 18 tuổi"), default=False)
    # What the first price and stock will be; later both are changed without review.
    first_price = models.PositiveIntegerField(_("giá đầu (đồng mỗi bước)"), default=0)
    first_stock = models.PositiveIntegerField(_("tồn kho đầu (bước)"), default=0)

    live = models.BooleanField(_("đã duyệt"), default=False, editable=False)
    # An officer took the product off the shelves; the next approval puts it back.
    is_withdrawn = models.BooleanField(_("đã gỡ khỏi chợ"), default=False, editable=False)
    created_at = models.DateTimeField(_("gửi lúc"), auto_now_add=True)

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
            models.UniqueConstraint(
                fields=["seller", "sku"],
                name="submission_sku_once_a_seller",
                violation_error_message=_("Nhà vườn này đã có một đề nghị mang mã hàng ấy."),
            ),
            models.UniqueConstraint(
                fields=["product"], condition=models.Q(product__isnull=False), name="submission_once_a_product"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def commune(self) -> places.Commune | None:
        return places.communes().get(self.origin_commune)

    def with_content_json(self, content: Any) -> Self:
        submission = super().with_content_json(content)
        for name in _KEPT_BY_THE_ROW:
            setattr(submission, name, getattr(self, name))
        return submission

    def clean(self) -> None:
        super().clean()
        wrong = {**self._wrong_units(), **self._wrong_words()}
        if wrong:
            raise ValidationError(wrong)

    def _wrong_units(self) -> dict[str, Any]:
        wrong: dict[str, Any] = {}
        if bool(self.content_amount) != bool(self.content_unit):
            wrong["content_amount"] = _("Ghi cả số lượng và đơn vị, hoặc để trống cả hai.")
        if self.is_billed_by_weight and self.sale_unit not in (SaleUnit.KG, SaleUnit.ANIMAL):
            wrong["is_billed_by_weight"] = _("Chỉ hàng bán theo kg hoặc theo con mới tính theo cân thật.")
        if self.product_id is None and not self.first_price:
            wrong["first_price"] = _("Hàng mới cần có giá.")
        if self.product_id is None and self._is_sku_taken():
            wrong["sku"] = _("Nhà vườn này đã bán một món mang mã hàng ấy.")
        return wrong

    def _is_sku_taken(self) -> bool:
        stock = apps.get_model("partner", "StockRecord")
        return stock.objects.filter(partner_id=self.seller_id, partner_sku=self.sku).exists()

    def _wrong_words(self) -> dict[str, Any]:
        wrong: dict[str, Any] = {}
        if self.origin_commune and self.commune is None:
            wrong["origin_commune"] = _("Mã xã, phường này không có ở Thái Nguyên.")
        if not isinstance(self.label, dict) or any(
            not isinstance(words, str | int | float) for words in self.label.values()
        ):
            wrong["label"] = _("Nội dung nhãn gồm các dòng “tên: nội dung”.")
        elif "ethanol_percent" in self.label and not self.is_age_restricted:
            wrong["is_age_restricted"] = _("Đồ uống có cồn chỉ bán cho người từ 18 tuổi.")
        return wrong

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "catalog/submission_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {**super().get_preview_context(request, mode_name), "submission": self}


class SubmissionPhoto(models.Model):
    submission = ParentalKey(ProductSubmission, on_delete=models.CASCADE, related_name="photos")
    photo_key = models.CharField(_("khoá ảnh"), max_length=64)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    caption = models.CharField(_("chú thích"), max_length=200, blank=True)
    display_order = models.PositiveIntegerField(_("thứ tự"), default=0)
    is_illustration = models.BooleanField(_("hình minh hoạ"), default=False)

    class Meta:
        app_label = "catalogue"
        ordering: ClassVar = ["display_order", "pk"]
        verbose_name = _("ảnh")
        verbose_name_plural = _("ảnh")


class SubmissionClaim(models.Model):
    """A certificate that the seller claims; it becomes a checked Certificate with the approval."""

    submission = ParentalKey(ProductSubmission, on_delete=models.CASCADE, related_name="claims")
    kind = models.CharField(_("loại"), max_length=10, choices=CertificateKind)
    stars = models.PositiveSmallIntegerField(_("số sao"), null=True, blank=True)
    name = models.CharField(_("tên"), max_length=160, blank=True)
    number = models.CharField(_("số"), max_length=80, blank=True)
    decision = models.CharField(_("quyết định"), max_length=120, blank=True)
    issuer = models.CharField(_("nơi cấp"), max_length=160, blank=True)
    issued_on = models.DateField(_("ngày cấp"), null=True, blank=True)
    expires_on = models.DateField(_("hết hạn"), null=True, blank=True)

    class Meta:
        app_label = "catalogue"
        verbose_name = _("chứng nhận")
        verbose_name_plural = _("chứng nhận")

    def clean(self) -> None:
        super().clean()
        if (self.kind == CertificateKind.OCOP) != (self.stars is not None) or not 3 <= (self.stars or 3) <= 5:
            raise ValidationError({"stars": _("OCOP ghi từ 3 đến 5 sao; chứng nhận khác để trống.")})
        if self.issued_on and self.expires_on and self.expires_on <= self.issued_on:
            raise ValidationError({"expires_on": _("Ngày hết hạn phải sau ngày cấp.")})

    def is_valid_on(self, day: date) -> bool:
        return self.expires_on is None or self.expires_on >= day
