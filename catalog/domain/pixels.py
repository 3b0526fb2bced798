"""From an uploaded file to plain sRGB pixels, or a refusal that says what to do.

The kind of file is told by its content, never by its name. Sizes are read from the header before anything is decoded,
so what would not fit is refused before it costs memory or time.
"""

from __future__ import annotations

import io
import struct
import zlib
from typing import IO

from PIL import Image, ImageCms

from marketplace.kernel.errors import MarketplaceError, gettext_noop

MAX_BYTES = 20 * 1024 * 1024
# A JPEG is decoded at a fraction of its size, the other formats only whole.
MAX_PIXELS = 25_000_000
MAX_JPEG_PIXELS = 50_000_000
MAX_SIDE = 16_000
MIN_SIDE = 200
# A progressive JPEG has about ten scans; thousands of them make a decoder work for minutes.
MAX_SCANS = 60
_ACCEPTED = ("JPEG", "PNG", "WEBP", "AVIF")
# Two photos in one file, as many phones write them; the first is the photo.
_STILL_WITH_FRAMES = {"MPO"}
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, struct.error, zlib.error, MemoryError)
_SRGB = ImageCms.createProfile("sRGB")


class BadPhoto(MarketplaceError):
    """The upload is no photo that we take; `code` says why."""

    code = "bad_photo"
    message = gettext_noop("Không đọc được ảnh này. Hãy thử ảnh khác.")


class EmptyPhoto(BadPhoto):
    code = "photo_empty"
    message = gettext_noop("Tệp ảnh trống. Hãy chụp hoặc chọn lại.")


class HeavyPhoto(BadPhoto):
    code = "photo_too_heavy"
    message = gettext_noop("Ảnh nặng quá 20 MB. Hãy chọn ảnh nhẹ hơn.")


class NotAPhoto(BadPhoto):
    code = "photo_format"
    message = gettext_noop("Tệp này không phải ảnh JPEG, PNG, WebP hay AVIF.")


class ApplePhoto(NotAPhoto):
    code = "photo_heic"
    message = gettext_noop(
        "Ảnh HEIC chưa dùng được. Trên iPhone, vào Cài đặt › Camera › Định dạng, chọn “Tương thích nhất” rồi chụp lại."
    )


class LargePhoto(BadPhoto):
    code = "photo_too_large"
    message = gettext_noop("Ảnh lớn quá. Hãy chụp ở cỡ thường, dưới 25 triệu điểm ảnh.")


class SmallPhoto(BadPhoto):
    code = "photo_too_small"
    message = gettext_noop("Ảnh nhỏ quá: mỗi cạnh cần ít nhất 200 điểm ảnh.")


class MovingPhoto(BadPhoto):
    code = "photo_animated"
    message = gettext_noop("Ảnh động chưa dùng được. Hãy chọn ảnh tĩnh.")


class BrokenPhoto(BadPhoto):
    code = "photo_broken"
    message = gettext_noop("Ảnh bị hỏng hoặc tải lên chưa xong. Hãy thử lại.")


def read_picture(file: IO[bytes], *, largest: tuple[int, int]) -> Image.Image:
    """Decode an upload to sRGB, upright, without metadata, within `largest` and never enlarged; raises BadPhoto."""
    content = _content(file)
    try:
        with _opened(content) as image:
            _check_size(image)
            _check_stillness(image)
            # A JPEG can be decoded at a fraction of its size: a quarter of the time for a phone's photo.
            image.draft("RGB", largest)
            return _plain(image, largest)
    except Image.DecompressionBombError:
        raise LargePhoto from None
    except _BROKEN:
        raise BrokenPhoto from None


def _content(file: IO[bytes]) -> bytes:
    file.seek(0)
    content = file.read(MAX_BYTES + 1)
    if not content:
        raise EmptyPhoto
    if len(content) > MAX_BYTES:
        raise HeavyPhoto
    if content[:3] == b"\xff\xd8\xff" and content.count(b"\xff\xda") > MAX_SCANS:
        raise BrokenPhoto
    return content


def _opened(content: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(content), formats=_ACCEPTED)
    except Image.UnidentifiedImageError:
        raise ApplePhoto if content[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1") else NotAPhoto from None


def _check_size(image: Image.Image) -> None:
    most = MAX_JPEG_PIXELS if image.format in ("JPEG", "MPO") else MAX_PIXELS
    if image.width * image.height > most or max(image.size) > MAX_SIDE:
        raise LargePhoto
    if min(image.size) < MIN_SIDE:
        raise SmallPhoto


def _check_stillness(image: Image.Image) -> None:
    if getattr(image, "is_animated", False) and image.format not in _STILL_WITH_FRAMES:
        raise MovingPhoto


def _plain(image: Image.Image, largest: tuple[int, int]) -> Image.Image:
    image.load()
    orientation = _orientation(image)
    picture = _srgb(_on_white(_eight_bits(_reduced(image, largest))), image.info.get("icc_profile"))
    if orientation in _TURNS:
        picture = picture.transpose(_TURNS[orientation])
    picture.thumbnail(largest, Image.Resampling.LANCZOS, reducing_gap=3.0)
    # A fresh image: no EXIF, no GPS, no profile, no comment travels on.
    return Image.frombytes("RGB", picture.size, picture.tobytes())


_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _reduced(image: Image.Image, largest: tuple[int, int]) -> Image.Image:
    """Smaller by a whole factor at once, so that the steps that follow copy little."""
    factor = min(image.width // largest[0], image.height // largest[1])
    return image.reduce(factor) if factor > 1 and image.mode in ("RGB", "RGBA", "L", "LA", "CMYK") else image


def _orientation(image: Image.Image) -> int:
    """The way the camera was held; a damaged EXIF block counts as none."""
    try:
        return int(image.getexif().get(0x0112, 1))
    except (*_BROKEN, TypeError):
        return 1


def _eight_bits(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        # Sixteen bits of grey; a plain conversion would clip everything above 255 to white.
        return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    return image


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        rgba = image.convert("RGBA")
        ground = Image.new("RGBA", rgba.size, "white")
        return Image.alpha_composite(ground, rgba).convert("RGB")
    return image.convert("RGB") if image.mode in ("P", "1") else image


def _srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile and image.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
            return turned or image.convert("RGB")
        except (ImageCms.PyCMSError, *_BROKEN):
            # A profile that does not fit or is damaged: the colours as they stand are better than none.
            return image.convert("RGB")
    return image.convert("RGB")
