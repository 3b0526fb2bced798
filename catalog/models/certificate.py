from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class CertificateKind(models.TextChoices):
    OCOP = "OCOP", _("OCOP")
    VIETGAP = "VIETGAP", _("VietGAP")
    ORGANIC = "ORGANIC", _("Hữu cơ")
    GLOBALGAP = "GLOBALGAP", _("GlobalG.A.P.")
    GEOGRAPHICAL_INDICATION = "GI", _("Chỉ dẫn địa lý")
    COLLECTIVE_MARK = "MARK", _("Nhãn hiệu tập thể")
    HACCP = "HACCP", _("HACCP")
    ISO_22000 = "ISO22000", _("ISO 22000")
    FOOD_SAFETY = "SAFETY", _("An toàn thực phẩm")
    OTHER = "OTHER", _("Khác")


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def valid_on(self, day: date) -> CertificateQuerySet:
        """Checked, issued and not lapsed: only these are shown, filtered by and searched."""
        return self.filter(models.Q(expires_on__isnull=True) | models.Q(expires_on__gte=day), is_checked=True).exclude(
            issued_on__gt=day
        )


class Certificate(models.Model):
    """What somebody outside certified about one product of one maker. Stars never belong to a shop."""

    product = models.ForeignKey("catalogue.Product", on_delete=models.CASCADE, related_name="certificates")
    kind = models.CharField(_("loại"), max_length=10, choices=CertificateKind)
    stars = models.PositiveSmallIntegerField(_("số sao"), null=True, blank=True)
    name = models.CharField(_("tên"), max_length=160, blank=True)
    number = models.CharField(_("số"), max_length=80, blank=True)
    decision = models.CharField(_("quyết định"), max_length=120, blank=True)
    issuer = models.CharField(_("nơi cấp"), max_length=160, blank=True)
    issued_on = models.DateField(_("ngày cấp"), null=True, blank=True)
    expires_on = models.DateField(_("hết hạn"), null=True, blank=True)
    is_checked = models.BooleanField(_("cán bộ đã kiểm tra"), default=False)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        app_label = "catalogue"
        verbose_name = _("chứng nhận")
        verbose_name_plural = _("chứng nhận")
        constraints = [
            # Only three to five stars get a certificate (QĐ 148/QĐ-TTg).
            models.CheckConstraint(
                condition=models.Q(kind="OCOP", stars__isnull=False, stars__gte=3, stars__lte=5)
                | (~models.Q(kind="OCOP") & models.Q(stars__isnull=True)),
                name="certificate_stars_are_ocop",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_on__isnull=True)
                | models.Q(issued_on__isnull=True)
                | models.Q(expires_on__gt=models.F("issued_on")),
                name="certificate_expires_after_issue",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.stars} sao" if self.stars else self.name or self.get_kind_display()
