"""Pictures of the library come through the same pipeline as a product's photo (named in the settings)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from catalog.domain import photos


class PictureField(WagtailImageField):
    def to_python(self, data: Any) -> Any:
        # Wagtail reads the file before we do, and lets what Pillow says of a broken one through as a server error.
        try:
            return super().to_python(data)
        except (OSError, SyntaxError, ValueError):
            raise forms.ValidationError(photos.BadPhoto.message, code=photos.BadPhoto.code) from None


class PictureForm(BaseImageForm):
    file = PictureField(label=_("Tệp"), widget=forms.FileInput())

    def clean_file(self) -> Any:
        """The pixels alone, encoded anew: no location, no camera, nothing that only claims to be a picture."""
        file = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile):
            return file
        try:
            return photos.cleaned(file, file.name or "anh")
        except photos.BadPhoto as error:
            raise forms.ValidationError(error.message, code=error.code) from None
