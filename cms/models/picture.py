from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class Picture(AbstractImage):
    """An image of the Wagtail library. Its file comes through the same pipeline as a product's photo."""

    credit = models.CharField(_("nguồn ảnh"), max_length=200, blank=True)
    is_illustration = models.BooleanField(_("hình minh hoạ"), default=False)

    admin_form_fields = (*Image.admin_form_fields, "credit", "is_illustration")

    class Meta(AbstractImage.Meta):
        verbose_name = _("ảnh")
        verbose_name_plural = _("ảnh")


class Rendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="rendition_once")
        ]
