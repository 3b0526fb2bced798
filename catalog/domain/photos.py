"""Every picture that somebody uploads is decoded, checked and encoded anew here; nothing of the file itself is kept.

A photo is stored in two formats and up to three widths under a key that says all a page needs:
`<32 hex digits of the pixels>-<width>x<height>`. The same pixels give the same key, so storing twice
costs nothing, and addresses are worked out without asking the storage or the database.
"""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from catalog.domain.pixels import BadPhoto, read_picture

__all__ = ["BadPhoto", "PhotoSources", "Source", "StoredPhoto", "cleaned", "jpeg_path", "sources", "store_photo"]

WIDTHS = (320, 640, 1200)
_LARGEST = (1200, 1600)
# What the library of pages keeps, from which Wagtail cuts its own renditions.
_LARGEST_PICTURE = (2400, 2400)
_KEY = re.compile(r"[0-9a-f]{32}-(?P<width>[1-9][0-9]{0,4})x(?P<height>[1-9][0-9]{0,4})")
_FORMATS = {
    "avif": ("AVIF", {"quality": 58, "speed": 8}),
    "jpg": ("JPEG", {"quality": 80, "optimize": True, "progressive": True}),
}


# Flat colours: a hurried AVIF measured by plain error is smaller in two thirds of the time, and so is a baseline JPEG.
_OF_DRAWINGS: dict[str, dict[str, object]] = {
    "avif": {"speed": 9, "max_threads": 1, "advanced": {"tune": "psnr"}},
    "jpg": {"progressive": False},
}


@dataclass(frozen=True, slots=True)
class StoredPhoto:
    key: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Source:
    url: str
    width: int


@dataclass(frozen=True, slots=True)
class PhotoSources:
    """Addresses by format, the narrow ones first, and the size of the widest."""

    width: int
    height: int
    avif: tuple[Source, ...]
    jpeg: tuple[Source, ...]

    @property
    def fallback(self) -> str:
        """One address for what cannot choose: a mail, a feed, a social network."""
        return self.jpeg[-1].url


class NotAPhotoKey(ValueError):
    pass


def store_photo(file: IO[bytes]) -> StoredPhoto:
    """Check an upload and store its renditions; raises BadPhoto. Storing the same pixels again changes nothing."""
    return store_picture(read_picture(file, largest=_LARGEST))


def store_picture(picture: Image.Image, *, is_drawing: bool = False) -> StoredPhoto:
    """Store a picture that we made or checked ourselves: RGB, no larger than 1200 × 1600.

    A drawing has few colours: it is small even when it is encoded in a hurry.
    """
    options = _OF_DRAWINGS if is_drawing else {}
    digest = hashlib.sha256(f"{picture.width}x{picture.height}".encode() + picture.tobytes()).hexdigest()
    photo = StoredPhoto(f"{digest[:32]}-{picture.width}x{picture.height}", picture.width, picture.height)
    for width in _widths(photo.width):
        missing = [suffix for suffix in _FORMATS if not default_storage.exists(_path(photo.key, width, suffix))]
        if missing:
            rendition = _at_width(picture, width)
            for suffix in missing:
                _save(_path(photo.key, width, suffix), _encoded(rendition, suffix, **options.get(suffix, {})))
    return photo


def cleaned(file: IO[bytes], name: str = "anh") -> ContentFile[bytes]:
    """The upload as a new JPEG file without anything but its pixels, for Wagtail's library; raises BadPhoto."""
    picture = read_picture(file, largest=_LARGEST_PICTURE)
    return ContentFile(_encoded(picture, "jpg", quality=90), name=f"{name.rsplit('.', 1)[0]}.jpg")


def sources(key: str) -> PhotoSources:
    """Where the renditions of a photo are; raises NotAPhotoKey."""
    width, height = _size(key)
    by_format = {
        suffix: tuple(Source(default_storage.url(_path(key, w, suffix)), w) for w in _widths(width))
        for suffix in _FORMATS
    }
    return PhotoSources(width=width, height=height, avif=by_format["avif"], jpeg=by_format["jpg"])


def jpeg_path(key: str) -> str:
    """The name in the storage of the widest JPEG, for Oscar's `ProductImage.original`."""
    return _path(key, _widths(_size(key)[0])[-1], "jpg")


def _size(key: str) -> tuple[int, int]:
    found = _KEY.fullmatch(key)
    if not found:
        raise NotAPhotoKey(key)
    return int(found["width"]), int(found["height"])


def _widths(width: int) -> tuple[int, ...]:
    """Never wider than the photo itself, and always its own width."""
    return (*(w for w in WIDTHS if w < width), width)


def _path(key: str, width: int, suffix: str) -> str:
    return f"photos/{key[:2]}/{key}/{width}.{suffix}"


def _at_width(picture: Image.Image, width: int) -> Image.Image:
    if width == picture.width:
        return picture
    if picture.width == 2 * width and picture.height % 2 == 0:
        return picture.reduce(2)  # every pixel is the mean of four: as good, and a tenth of the work
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _encoded(picture: Image.Image, suffix: str, **more: object) -> bytes:
    name, options = _FORMATS[suffix]
    buffer = io.BytesIO()
    picture.save(buffer, name, **{**options, **more})
    return buffer.getvalue()


def _save(path: str, content: bytes) -> None:
    written = default_storage.save(path, ContentFile(content))
    if written != path:
        # Somebody stored the same photo in this very moment; theirs is as good.
        default_storage.delete(written)
