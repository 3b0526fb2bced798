from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from oscar.apps.partner.abstract_models import AbstractPartner

from marketplace.kernel import places


class SellerKind(models.TextChoices):
    """Decides who declares the tax (FACTS 7.2): the platform withholds for households, others declare themselves."""

    HOUSEHOLD = "HOUSEHOLD", _("Hộ kinh doanh")
    COOPERATIVE = "COOPERATIVE", _("Hợp tác xã")
    COMPANY = "COMPANY", _("Công ty")


class SellerStatus(models.TextChoices):
    APPLIED = "APPLIED", _("Chờ duyệt")
    APPROVED = "APPROVED", _("Đang bán")
    SUSPENDED = "SUSPENDED", _("Tạm dừng")
    CLOSED = "CLOSED", _("Đã đóng")


def is_selling(path: str = "") -> models.Q:
    """The one place that decides whose goods are public and can be bought; `path` leads to the seller ("seller__")."""
    return models.Q(**{f"{path}status": SellerStatus.APPROVED})


class SellerQuerySet(models.QuerySet["Partner"]):
    def selling(self) -> SellerQuerySet:
        return self.filter(is_selling())

    def of_member(self, user: object) -> SellerQuerySet:
        return self.filter(members__user=user, members__is_active=True)


class Partner(AbstractPartner):
    """A seller. Oscar calls it a partner, so do the tables; in code and on screens it is a seller (Seller below)."""

    slug = models.SlugField(_("đường dẫn"), max_length=140, unique=True)
    kind = models.CharField(_("loại hình"), max_length=12, choices=SellerKind, default=SellerKind.HOUSEHOLD)
    status = models.CharField(_("trạng thái"), max_length=10, choices=SellerStatus, default=SellerStatus.APPLIED)
    commune_code = models.CharField(_("xã, phường"), max_length=5, blank=True)
    address_line = models.CharField(_("địa chỉ"), max_length=200, blank=True)
    phone = models.CharField(_("số điện thoại"), max_length=16, blank=True)
    tax_code = models.CharField(_("mã số thuế"), max_length=14, blank=True)
    about = models.TextField(_("giới thiệu"), blank=True)
    about_en = models.TextField(_("giới thiệu tiếng Anh"), blank=True)
    photo_key = models.CharField(_("khoá ảnh"), max_length=64, blank=True)
    joined_on = models.DateField(_("tham gia từ"), null=True, blank=True)
    approved_at = models.DateTimeField(_("duyệt lúc"), null=True, blank=True)
    # Working days from a paid order to the hand-over to the carrier.
    dispatch_days = models.PositiveSmallIntegerField(_("ngày chuẩn bị hàng"), default=1)
    commission_bp = models.PositiveIntegerField(_("hoa hồng (điểm cơ bản)"), default=500)
    rating = models.FloatField(_("điểm đánh giá"), null=True, blank=True, editable=False)
    is_demo = models.BooleanField(_("dữ liệu mẫu"), default=False)

    objects = SellerQuerySet.as_manager()

    class Meta(AbstractPartner.Meta):
        verbose_name = _("nhà vườn")
        verbose_name_plural = _("nhà vườn")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(commune_code="") | models.Q(commune_code__regex=r"^[0-9]{5}$"),
                name="seller_commune_is_code",
            ),
            models.CheckConstraint(condition=models.Q(commission_bp__lte=10_000), name="seller_commission_at_most_all"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("seller", kwargs={"slug": self.slug})

    @property
    def commune(self) -> places.Commune | None:
        return places.communes().get(self.commune_code)

    @property
    def is_selling(self) -> bool:
        return self.status == SellerStatus.APPROVED


class MemberRole(models.TextChoices):
    OWNER = "OWNER", _("Chủ gian hàng")
    MANAGER = "MANAGER", _("Quản lý")
    PACKER = "PACKER", _("Đóng gói")
    ACCOUNTANT = "ACCOUNTANT", _("Kế toán")
    VIEWER = "VIEWER", _("Chỉ xem")


class SellerMember(models.Model):
    """Who acts for a seller. Oscar's Partner.users stays empty: it opens Oscar's dashboard, which leaks."""

    seller = models.ForeignKey("partner.Partner", on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("vai trò"), max_length=10, choices=MemberRole)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "partner"
        constraints = [models.UniqueConstraint(fields=["seller", "user"], name="member_once_a_seller")]
