from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from oscar.apps.catalogue.abstract_models import AbstractProductImage


class ProductImage(AbstractProductImage):
    """A picture of a product. `photo_key` names its renditions in the storage (catalog.domain.photos);
    several products may show one illustration, so the key is the digest of the pixels, not of the row."""

    photo_key = models.CharField(_("khoá ảnh"), max_length=64, db_index=True, default="")
    width = models.PositiveIntegerField(_("rộng"), default=0)
    height = models.PositiveIntegerField(_("cao"), default=0)
    is_illustration = models.BooleanField(_("hình minh hoạ"), default=False)

    class Meta(AbstractProductImage.Meta):
        verbose_name = _("ảnh sản phẩm")
        verbose_name_plural = _("ảnh sản phẩm")
