from __future__ import annotations

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection

from cms.models import Picture
from marketplace.demo.cast import VAN
from tests.support.review import make_officer


def jpeg(size: tuple[int, int] = (600, 400), **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "green").save(buffer, "JPEG", **options)
    return buffer.getvalue()


class UploadTests(TestCase):
    def setUp(self) -> None:
        self.client.force_login(make_officer(VAN, "Biên tập viên"))

    def upload(self, name: str, content: bytes) -> object:
        root = Collection.get_first_root_node().pk
        data = {"title": "Đồi chè", "file": SimpleUploadedFile(name, content, "image/jpeg"), "collection": root}
        return self.client.post(reverse("wagtailimages:add"), data)

    def test_a_picture_keeps_its_pixels_and_loses_where_it_was_taken(self) -> None:
        exif = Image.Exif()
        exif[0x010F] = "Máy ảnh của Vân"

        self.upload("doi.jpg", jpeg(exif=exif))

        picture = Picture.objects.get()
        self.assertEqual((picture.width, picture.height), (600, 400))
        with picture.file.open() as file:
            self.assertEqual(dict(Image.open(file).getexif()), {})

    def test_what_only_claims_to_be_a_picture_is_refused_with_words(self) -> None:
        for name, content in (("a.jpg", b"<script>alert(1)</script>"), ("b.jpg", jpeg()[:300]), ("c.jpg", b"")):
            with self.subTest(name=name):
                response = self.upload(name, content)
                self.assertEqual(response.status_code, 200)
        self.assertEqual(Picture.objects.count(), 0)
