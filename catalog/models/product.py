from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from oscar.apps.catalogue.abstract_models import AbstractCategory, AbstractProduct

from marketplace.kernel import places, times


class SaleUnit(models.TextChoices):
    """What one counts when one buys. Prices are per step of this unit (docs/money.md, "Quantities")."""

    KG = "KG", _("kg")
    PACK = "PACK", _("gói")
    BAG = "BAG", _("túi")
    BOX = "BOX", _("hộp")
    JAR = "JAR", _("hũ")
    BOTTLE = "BOTTLE", _("chai")
    LITRE = "LITRE", _("lít")
    ANIMAL = "ANIMAL", _("con")
    PIECE = "PIECE", _("cái")
    FRUIT = "FRUIT", _("quả")
    DOZEN = "DOZEN", _("chục")
    BUNCH = "BUNCH", _("mớ")
    TRAY = "TRAY", _("vỉ")
    SET = "SET", _("bộ")
    PLANT = "PLANT", _("cây")
    TICKET = "TICKET", _("vé")
    NIGHT = "NIGHT", _("đêm")
    HAND = "HAND", _("nải")
    TUBE = "TUBE", _("ống")
    SHEET = "SHEET", _("tấm")
    BRANCH = "BRANCH", _("cành")
    BLOCK = "BLOCK", _("bìa")


class ContentUnit(models.TextChoices):
    GRAM = "G", _("g")
    MILLILITRE = "ML", _("ml")
    COUNT = "COUNT", _("cái")


class Storage(models.TextChoices):
    AMBIENT = "AMBIENT", _("Nơi khô mát")
    CHILLED = "CHILLED", _("Ngăn mát 2–8 °C")
    FROZEN = "FROZEN", _("Ngăn đông −18 °C")
    LIVE = "LIVE", _("Hàng sống")


class Category(AbstractCategory):
    name_en = models.CharField(_("tên tiếng Anh"), max_length=255, blank=True)
    ocop_group = models.CharField(_("nhóm OCOP"), max_length=120, blank=True)
    # The family of illustrations that its products get until there is a photo.
    illustration = models.SlugField(_("hình minh hoạ"), max_length=40, default="basket")
    # Which label fields a product of it must fill (FACTS 3, "Labels"); the names are keys of Product.label.
    required_label_fields = models.JSONField(_("mục nhãn bắt buộc"), default=list, blank=True)

    class Meta(AbstractCategory.Meta):
        verbose_name = _("nhóm hàng")
        verbose_name_plural = _("nhóm hàng")

    def get_absolute_url(self, parent_slug: str | None = None) -> str:
        return reverse("category", kwargs={"path": self.full_slug})


class Product(AbstractProduct):
    """A product of one seller. Variants in other pack sizes are Oscar's child products.

    A child repeats the seller, the unit and the content; the other facts stand on its parent.
    `quantity` everywhere counts steps: `step_thousandths` of the sale unit (100 is 0.1 kg).
    """

    seller = models.ForeignKey(
        "partner.Partner", on_delete=models.PROTECT, related_name="products", verbose_name=_("nhà vườn"), null=True
    )
    title_en = models.CharField(_("tên tiếng Anh"), max_length=255, blank=True)
    synonyms = models.CharField(_("tên gọi khác"), max_length=500, blank=True)

    sale_unit = models.CharField(_("đơn vị bán"), max_length=8, choices=SaleUnit, default=SaleUnit.PACK)
    content_amount = models.PositiveIntegerField(_("hàm lượng mỗi đơn vị bán"), null=True, blank=True)
    content_unit = models.CharField(_("đơn vị hàm lượng"), max_length=5, choices=ContentUnit, blank=True)
    step_thousandths = models.PositiveIntegerField(_("bước mua (phần nghìn)"), default=1000)
    is_billed_by_weight = models.BooleanField(_("tính theo cân thật"), default=False)

    season_months = models.PositiveSmallIntegerField(
        _("các tháng có hàng"),
        default=times.ALL_YEAR,
        validators=[MinValueValidator(1), MaxValueValidator(times.ALL_YEAR)],
    )
    harvest_from_on = models.DateField(_("thu hoạch từ"), null=True, blank=True)
    harvest_until_on = models.DateField(_("thu hoạch đến"), null=True, blank=True)
    shelf_life_days = models.PositiveIntegerField(_("hạn dùng (ngày)"), null=True, blank=True)
    storage = models.CharField(_("bảo quản"), max_length=8, choices=Storage, default=Storage.AMBIENT)
    storage_note = models.CharField(_("cách bảo quản"), max_length=200, blank=True)

    origin_commune = models.CharField(_("xã, phường"), max_length=5, blank=True)
    origin_place = models.CharField(_("nơi sản xuất ghi thêm"), max_length=120, blank=True)
    former_district = models.CharField(_("huyện cũ"), max_length=60, blank=True)
    producer_name = models.CharField(_("người làm ra"), max_length=160, blank=True)

    label = models.JSONField(_("nội dung nhãn"), default=dict, blank=True)
    is_age_restricted = models.BooleanField(_("chỉ bán cho người từ 18 tuổi"), default=False)
    is_gift_set = models.BooleanField(_("bộ quà"), default=False)
    is_demo = models.BooleanField(_("dữ liệu mẫu"), default=False)
    reviews_count = models.PositiveIntegerField(_("số đánh giá"), default=0)
    # Slow signal for ranking; counted from delivered orders.
    sold_count = models.PositiveIntegerField(_("đã bán"), default=0)

    class Meta(AbstractProduct.Meta):
        verbose_name = _("sản phẩm")
        verbose_name_plural = _("sản phẩm")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(season_months__gte=1, season_months__lte=times.ALL_YEAR),
                name="product_season_is_twelve_bits",
            ),
            models.CheckConstraint(
                condition=models.Q(step_thousandths__gte=1, step_thousandths__lte=1_000_000),
                name="product_step_is_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(content_amount__isnull=True, content_unit="")
                | models.Q(content_amount__isnull=False, content_amount__gt=0, content_unit__in=["G", "ML", "COUNT"]),
                name="product_content_has_unit",
            ),
            models.CheckConstraint(
                condition=models.Q(origin_commune="") | models.Q(origin_commune__regex=r"^[0-9]{5}$"),
                name="product_commune_is_code",
            ),
            models.CheckConstraint(
                condition=models.Q(harvest_from_on__isnull=True)
                | models.Q(harvest_until_on__isnull=True)
                | models.Q(harvest_until_on__gte=models.F("harvest_from_on")),
                name="product_harvest_window_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(structure="child", parent__isnull=False)
                | models.Q(structure__in=["standalone", "parent"], parent__isnull=True),
                name="product_child_has_parent",
            ),
            # What is billed on the scales is sold by the kilogram or as an animal.
            models.CheckConstraint(
                condition=models.Q(is_billed_by_weight=False) | models.Q(sale_unit__in=["KG", "ANIMAL"]),
                name="product_weighed_by_kilogram",
            ),
            # A drink with 0.5 % of alcohol or more is sold to adults only.
            models.CheckConstraint(
                condition=models.Q(is_age_restricted=True) | ~models.Q(label__has_key="ethanol_percent"),
                name="product_alcohol_is_age_restricted",
            ),
            models.CheckConstraint(
                condition=models.Q(shelf_life_days__isnull=True) | models.Q(shelf_life_days__gte=1),
                name="product_shelf_life_is_positive",
            ),
        ]

    def get_absolute_url(self) -> str:
        product = self.parent if self.is_child else self
        return reverse("product", kwargs={"slug": product.slug, "pk": product.pk})

    @property
    def commune(self) -> places.Commune | None:
        return places.communes().get(self.origin_commune)
