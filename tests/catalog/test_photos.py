from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.template import Context, Template
from django.test import SimpleTestCase
from PIL import Image, ImageCms, ImageDraw

from catalog.domain import photos, pixels
from catalog.domain.photos import BadPhoto, store_photo

GPS = 0x8825
ORIENTATION = 0x0112


class StorePhotoTests(SimpleTestCase):
    def test_a_large_photo_is_stored_in_three_widths_and_two_formats(self):
        photo = store_photo(_jpeg(2400, 1800))

        self.assertEqual((photo.width, photo.height), (1200, 900))
        self.assertRegex(photo.key, r"^[0-9a-f]{32}-1200x900$")
        self.assertEqual(_stored(photo.key), ["1200.avif", "1200.jpg", "320.avif", "320.jpg", "640.avif", "640.jpg"])
        with default_storage.open(f"photos/{photo.key[:2]}/{photo.key}/320.avif") as file, Image.open(file) as image:
            self.assertEqual((image.format, image.size), ("AVIF", (320, 240)))

    def test_a_small_photo_is_never_enlarged(self):
        photo = store_photo(_jpeg(500, 400))

        self.assertEqual((photo.width, photo.height), (500, 400))
        self.assertEqual(_stored(photo.key), ["320.avif", "320.jpg", "500.avif", "500.jpg"])

    def test_the_same_pixels_have_one_key_and_are_written_once(self):
        first = store_photo(_png(_drawing(600, 600)))
        path = Path(settings.MEDIA_ROOT) / photos.jpeg_path(first.key)
        written_at = path.stat().st_mtime_ns

        second = store_photo(_png(_drawing(600, 600), compress_level=1))

        self.assertEqual(second, first)
        self.assertEqual(path.stat().st_mtime_ns, written_at)
        self.assertEqual(len(_stored(first.key)), 4)

    def test_a_rendition_that_was_lost_is_written_again(self):
        photo = store_photo(_jpeg(700, 700, seed=5))
        default_storage.delete(f"photos/{photo.key[:2]}/{photo.key}/320.avif")

        store_photo(_jpeg(700, 700, seed=5))

        self.assertIn("320.avif", _stored(photo.key))

    def test_a_very_tall_photo_keeps_its_shape_within_the_frame(self):
        photo = store_photo(_jpeg(900, 3600))

        self.assertEqual((photo.width, photo.height), (400, 1600))


class MetadataTests(SimpleTestCase):
    def test_place_and_camera_are_dropped(self):
        exif = Image.Exif()
        exif[GPS] = {1: "N", 2: (21.0, 35.0, 12.0), 3: "E", 4: (105.0, 48.0, 3.0)}
        exif[0x010F] = "Máy ảnh của Lan"

        photo = store_photo(_jpeg(640, 640, exif=exif))

        for name in _stored(photo.key):
            with default_storage.open(f"photos/{photo.key[:2]}/{photo.key}/{name}") as file:
                content = file.read()
            with self.subTest(name=name), Image.open(io.BytesIO(content)) as image:
                self.assertEqual(dict(image.getexif()), {})
                self.assertNotIn("icc_profile", image.info)
                self.assertNotIn(b"Lan", content)

    def test_a_photo_taken_sideways_is_turned_upright(self):
        exif = Image.Exif()
        exif[ORIENTATION] = 6
        sideways = _drawing(800, 600)

        photo = store_photo(_jpeg(image=sideways, exif=exif))

        self.assertEqual((photo.width, photo.height), (600, 800))
        # What was on the left of the sensor is now on top.
        self.assertEqual(_dominant(_pixel(photo, 300, 60)), "red")

    def test_damaged_exif_does_not_matter(self):
        content = _jpeg(400, 400).getvalue()
        broken = content[:2] + b"\xff\xe1\x00\x10Exif\x00\x00II*\x00\xff\xff\xff\xff" + content[2:]

        photo = store_photo(io.BytesIO(broken))

        self.assertEqual((photo.width, photo.height), (400, 400))

    def test_a_large_photo_with_transparency_is_reduced_first(self):
        photo = store_photo(_png(Image.new("RGBA", (4000, 4000), (10, 90, 30, 255)), compress_level=1))

        self.assertEqual((photo.width, photo.height), (1200, 1200))
        self.assertEqual(_dominant(_pixel(photo, 600, 600)), "green")


class ColourTests(SimpleTestCase):
    def test_print_colours_become_screen_colours(self):
        image = Image.new("CMYK", (400, 400), (0, 255, 255, 0))

        photo = store_photo(_jpeg(image=image))

        red, green, blue = _pixel(photo, 200, 200)
        self.assertGreater(red, 200)
        self.assertLess(max(green, blue), 80)

    def test_sixteen_bits_of_grey_keep_their_middle(self):
        image = Image.new("I;16", (300, 300), 32_768)

        photo = store_photo(_png(image))

        self.assertEqual(_pixel(photo, 150, 150), (127, 127, 127))

    def test_transparency_lies_on_white(self):
        photo = store_photo(_png(Image.new("RGBA", (300, 300), (0, 0, 0, 0))))

        self.assertEqual(_pixel(photo, 150, 150), (255, 255, 255))

    def test_a_palette_with_transparency_lies_on_white_too(self):
        image = Image.new("P", (300, 300), 0)
        image.putpalette([10, 20, 30] + [0] * 765)

        photo = store_photo(_png(image, transparency=0))

        self.assertEqual(_pixel(photo, 150, 150), (255, 255, 255))

    def test_another_colour_space_is_converted(self):
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()

        photo = store_photo(_jpeg(400, 400, icc_profile=profile))

        self.assertEqual((photo.width, photo.height), (400, 400))

    def test_a_damaged_profile_does_not_matter(self):
        photo = store_photo(_jpeg(400, 400, icc_profile=b"not a profile" * 20))

        self.assertEqual((photo.width, photo.height), (400, 400))


class RefusalTests(SimpleTestCase):
    def test_each_hostile_file_has_its_answer_and_leaves_nothing(self):
        svg = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
        gif = io.BytesIO()
        Image.new("P", (400, 400)).save(gif, "GIF")
        polyglot = gif.getvalue()[:6] + b"/*" + gif.getvalue()[8:] + b"*/=1;alert(1)"
        cases = {
            "empty": (b"", "photo_empty"),
            "text": (b"Khong phai anh", "photo_format"),
            "svg named jpg": (svg, "photo_format"),
            "gif and script": (polyglot, "photo_format"),
            "page with a jpeg after it": (
                b"<html><script>alert(1)</script>" + _jpeg(400, 400).getvalue(),
                "photo_format",
            ),
            "postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 400 400\n", "photo_format"),
            "iphone": (struct.pack(">I", 24) + b"ftypheic" + b"\x00" * 64, "photo_heic"),
            "truncated jpeg": (_jpeg(900, 900).getvalue()[:9000], "photo_broken"),
            "truncated png": (_png(_noise(400, 400)).getvalue()[:20_000], "photo_broken"),
            "bomb": (_png_header(30_000, 30_000), "photo_too_large"),
            "wide bomb": (_png_header(200_000, 250), "photo_too_large"),
            "twenty-six million pixels": (_png_header(5_200, 5_000), "photo_too_large"),
            "thumbnail": (_jpeg(199, 800).getvalue(), "photo_too_small"),
            "one pixel": (_png(Image.new("RGB", (1, 1))).getvalue(), "photo_too_small"),
            "thirty megabytes": (_jpeg(400, 400).getvalue() + b"\x00" * (30 << 20), "photo_too_heavy"),
            "many scans": (_jpeg(400, 400).getvalue() + b"\xff\xda" * 100, "photo_broken"),
            "moving webp": (_moving("WEBP"), "photo_animated"),
            "moving png": (_moving("PNG"), "photo_animated"),
            "moving avif": (_moving("AVIF"), "photo_animated"),
        }
        for name, (content, code) in cases.items():
            before = _all_files()
            with self.subTest(name=name), pytest.raises(BadPhoto) as refused:
                store_photo(io.BytesIO(content))
            self.assertEqual(refused.value.code, code, name)
            self.assertEqual(_all_files(), before, name)

    def test_script_behind_a_real_photo_does_not_survive(self):
        script = b"<script>alert(1)</script>"

        photo = store_photo(io.BytesIO(_jpeg(400, 400).getvalue() + script))

        for name in _stored(photo.key):
            with default_storage.open(f"photos/{photo.key[:2]}/{photo.key}/{name}") as file:
                self.assertNotIn(script, file.read())

    def test_a_comment_in_png_does_not_survive(self):
        photo = store_photo(_png(_drawing(300, 300), comment="<?php system($_GET[0]); ?>"))

        with default_storage.open(photos.jpeg_path(photo.key)) as file:
            self.assertNotIn(b"php", file.read())

    def test_two_photos_in_one_file_count_as_the_first(self):
        buffer = io.BytesIO()
        _drawing(400, 400).save(buffer, "MPO", save_all=True, append_images=[_drawing(400, 400)])

        photo = store_photo(buffer)

        self.assertEqual((photo.width, photo.height), (400, 400))

    def test_every_refusal_speaks_vietnamese(self):
        for kind in (BadPhoto, *BadPhoto.__subclasses__(), pixels.ApplePhoto):
            with self.subTest(kind=kind.__name__):
                self.assertRegex(kind.message, r"[Ảảạấậ]")


class CleanedTests(SimpleTestCase):
    def test_wagtail_gets_a_new_jpeg_under_the_old_name(self):
        exif = Image.Exif()
        exif[GPS] = {1: "N"}

        file = photos.cleaned(_jpeg(3000, 2000, exif=exif), name="doi-che.png")

        self.assertEqual(file.name, "doi-che.jpg")
        with Image.open(file) as image:
            self.assertEqual((image.format, image.size, dict(image.getexif())), ("JPEG", (2400, 1600), {}))


class SourcesTests(SimpleTestCase):
    KEY = "0123456789abcdef0123456789abcdef-1000x750"

    def test_addresses_are_worked_out_from_the_key(self):
        found = photos.sources(self.KEY)

        self.assertEqual((found.width, found.height), (1000, 750))
        self.assertEqual([source.width for source in found.avif], [320, 640, 1000])
        self.assertEqual(found.fallback, f"/media/photos/01/{self.KEY}/1000.jpg")

    def test_what_is_no_key_is_refused(self):
        for key in ("", "../../etc/passwd", "0123", self.KEY.upper(), self.KEY + "/..", self.KEY + "\n"):
            with self.subTest(key=key), pytest.raises(photos.NotAPhotoKey):
                photos.sources(key)

    def test_the_tag_tells_the_size_ahead_and_escapes_the_words(self):
        html = _rendered('{% photo key "50vw" alt=alt %}', key=self.KEY, alt='Chè "búp" <b>')

        self.assertIn('width="1000" height="750"', html)
        self.assertIn('alt="Chè &quot;búp&quot; &lt;b&gt;"', html)
        self.assertIn(f"/media/photos/01/{self.KEY}/320.avif 320w, ", html)
        self.assertIn('loading="lazy"', html)

    def test_the_first_picture_does_not_wait(self):
        html = _rendered("{% photo key eager=True %}", key=self.KEY)

        self.assertIn('fetchpriority="high"', html)
        self.assertNotIn("loading=", html)

    def test_no_key_draws_nothing(self):
        self.assertEqual(_rendered("{% photo key %}", key="").strip(), "")


def _rendered(source: str, **context: object) -> str:
    return Template("{% load photos %}" + source).render(Context(context))


def _drawing(width: int, height: int, seed: int = 0) -> Image.Image:
    """Red on the left, blue on the right, and something that tells one seed from another."""
    image = Image.new("RGB", (width, height), (200, 20, 20))
    draw = ImageDraw.Draw(image)
    draw.rectangle((width // 2, 0, width, height), fill=(20, 20, 200))
    draw.rectangle((width // 3, height // 3, width // 3 + 20 + seed, height // 2), fill=(240, 240, 240))
    return image


def _noise(width: int, height: int) -> Image.Image:
    return Image.effect_noise((width, height), 80).convert("RGB")


def _jpeg(width: int = 400, height: int = 400, *, image: Image.Image | None = None, seed: int = 0, **options: object):
    buffer = io.BytesIO()
    (image or _drawing(width, height, seed)).save(buffer, "JPEG", quality=90, **options)
    return buffer


def _png(image: Image.Image, comment: str = "", **options: object) -> io.BytesIO:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    if comment:
        info.add_text("Comment", comment)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", pnginfo=info, **options)
    return buffer


def _png_header(width: int, height: int) -> bytes:
    """A file of a few bytes that claims to hold a very large picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 100_000))
        + chunk(b"IEND", b"")
    )


def _moving(kind: str) -> bytes:
    buffer = io.BytesIO()
    frames = [_drawing(300, 300, seed) for seed in (0, 30, 60)]
    frames[0].save(buffer, kind, save_all=True, append_images=frames[1:], duration=100)
    return buffer.getvalue()


def _stored(key: str) -> list[str]:
    return sorted(default_storage.listdir(f"photos/{key[:2]}/{key}")[1])


def _all_files() -> set[str]:
    root = Path(settings.MEDIA_ROOT)
    return {str(path) for path in root.rglob("*") if path.is_file()}


def _pixel(photo: photos.StoredPhoto, x: int, y: int) -> tuple[int, int, int]:
    with default_storage.open(photos.jpeg_path(photo.key)) as file, Image.open(file) as image:
        return image.convert("RGB").getpixel((x, y))


def _dominant(pixel: tuple[int, int, int]) -> str:
    return ("red", "green", "blue")[pixel.index(max(pixel))]
