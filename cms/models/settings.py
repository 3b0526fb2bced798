from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable


@register_setting(icon="group", order=100)
class OperatorSettings(BaseSiteSetting):
    """Who runs the market: what the law wants on every page (FACTS 7.1), and which policies hold."""

    legal_name = models.CharField(_("tên pháp nhân"), max_length=200, blank=True)
    tax_code = models.CharField(_("mã số thuế"), max_length=14, blank=True)
    address = models.CharField(_("địa chỉ"), max_length=250, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    representative = models.CharField(_("người chịu trách nhiệm nội dung"), max_length=120, blank=True)
    licence = models.CharField(
        _("giấy phép, đăng ký"),
        max_length=250,
        blank=True,
        help_text=_("Số và ngày đăng ký sàn thương mại điện tử tại online.gov.vn."),
    )
    complaint_days = models.PositiveSmallIntegerField(_("hạn trả lời khiếu nại (ngày làm việc)"), default=3)
    terms_version = models.CharField(_("bản điều khoản"), max_length=20, default="2026-11")
    privacy_version = models.CharField(_("bản quyền riêng tư"), max_length=20, default="2026-11")
    returns_version = models.CharField(_("bản giao hàng, đổi trả"), max_length=20, default="2026-11")

    panels: ClassVar = [
        MultiFieldPanel(
            [FieldPanel("legal_name"), FieldPanel("tax_code"), FieldPanel("address"), FieldPanel("representative")],
            heading=_("Đơn vị"),
        ),
        MultiFieldPanel(
            [FieldPanel("phone"), FieldPanel("email"), FieldPanel("licence"), FieldPanel("complaint_days")],
            heading=_("Liên hệ và giấy phép"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("terms_version"), FieldPanel("privacy_version"), FieldPanel("returns_version")]
                )
            ],
            heading=_("Bản chính sách đang dùng"),
            help_text=_("Đổi khi sửa nội dung: đơn hàng ghi lại bản mà người mua đã đồng ý."),
        ),
    ]

    class Meta:
        verbose_name = _("đơn vị vận hành")
        verbose_name_plural = _("đơn vị vận hành")


class MenuPlace(models.TextChoices):
    HEADER = "HEADER", _("Đầu trang")
    SHOPPING = "SHOPPING", _("Chân trang: mua hàng")
    HELP = "HELP", _("Chân trang: hỗ trợ")
    ABOUT = "ABOUT", _("Chân trang: về chúng tôi")


@register_setting(icon="list-ul", order=110)
class MenuSettings(BaseSiteSetting, ClusterableModel):
    panels: ClassVar = [InlinePanel("links", label=_("mục"), heading=_("Các mục"))]

    class Meta:
        verbose_name = _("trình đơn")
        verbose_name_plural = _("trình đơn")


class MenuLink(Orderable):
    menu = ParentalKey(MenuSettings, on_delete=models.CASCADE, related_name="links")
    place = models.CharField(_("vị trí"), max_length=8, choices=MenuPlace)
    label = models.CharField(_("tên"), max_length=60)
    label_en = models.CharField(_("tên tiếng Anh"), max_length=60, blank=True)
    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("trang"),
    )
    address = models.CharField(_("hoặc địa chỉ"), max_length=200, blank=True)

    panels: ClassVar = [
        FieldPanel("place"),
        FieldRowPanel([FieldPanel("label"), FieldPanel("label_en")]),
        PageChooserPanel("page"),
        FieldPanel("address"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("mục trình đơn")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(page__isnull=False, address="")
                | models.Q(page__isnull=True, address__regex=r"^(/|https://)"),
                name="menu_link_leads_somewhere",
                violation_error_message=_("Chọn một trang, hoặc ghi địa chỉ bắt đầu bằng / hay https://."),
            ),
        ]

    @property
    def shown_label(self) -> str:
        return (self.label_en if get_language() == "en" else "") or self.label
