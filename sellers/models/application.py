from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from stdnum.exceptions import ValidationError as BadNumber
from stdnum.vn import mst
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, WorkflowMixin

from marketplace.kernel import phones, places
from sellers.models.seller import SellerKind


class SellerApplication(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, ClusterableModel):
    """Somebody asks to sell. The last approval publishes it and `sellers.domain.applications.apply` opens the shop."""

    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="seller_applications",
        verbose_name=_("người nộp"),
    )
    seller = models.ForeignKey(
        "partner.Partner",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("gian hàng"),
    )
    name = models.CharField(_("tên gian hàng"), max_length=128)
    kind = models.CharField(_("loại hình"), max_length=12, choices=SellerKind)
    commune_code = models.CharField(_("xã, phường"), max_length=5)
    address_line = models.CharField(_("địa chỉ"), max_length=200, blank=True)
    phone = models.CharField(_("số điện thoại"), max_length=16)
    tax_code = models.CharField(_("mã số thuế"), max_length=14, blank=True)
    about = models.TextField(_("giới thiệu"), blank=True)

    live = models.BooleanField(_("đã duyệt"), default=False, editable=False)
    created_at = models.DateTimeField(_("gửi lúc"), auto_now_add=True)

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="seller_application",
        for_concrete_model=False,
    )
    revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="seller_application",
        for_concrete_model=False,
    )

    class Meta:
        app_label = "partner"
        verbose_name = _("hồ sơ mở gian hàng")
        verbose_name_plural = _("hồ sơ mở gian hàng")

    def __str__(self) -> str:
        return self.name

    @property
    def commune(self) -> places.Commune | None:
        return places.communes().get(self.commune_code)

    def with_content_json(self, content: Any) -> Self:
        application = super().with_content_json(content)
        # Facts of the review, whatever an old revision says.
        for name in ("applicant_id", "seller_id", "created_at"):
            setattr(application, name, getattr(self, name))
        return application

    def clean(self) -> None:
        super().clean()
        wrong: dict[str, Any] = {}
        if self.commune_code and self.commune is None:
            wrong["commune_code"] = _("Mã xã, phường này không có ở Thái Nguyên.")
        try:
            self.phone = phones.to_e164(self.phone)
        except phones.NotAPhoneNumber as error:
            wrong["phone"] = error.message
        if self.tax_code and not _is_tax_code(self.tax_code):
            wrong["tax_code"] = _("Mã số thuế chưa đúng: 10 hoặc 13 số, hoặc 12 số định danh của cá nhân.")
        if wrong:
            raise ValidationError(wrong)


def _is_tax_code(text: str) -> bool:
    """Ten digits with a check digit, thirteen of a branch, or the twelve of a person (FACTS 5)."""
    if text.isdigit() and len(text) == 12:
        return True
    try:
        mst.validate(text)
    except BadNumber:
        return False
    return True
