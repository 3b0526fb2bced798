from __future__ import annotations

import urllib.request

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage.handler import StorageHandler

from marketplace.settings import env


@pytest.mark.s3
class TestStore:
    def test_photo_is_kept_served_and_deleted(self) -> None:
        store = StorageHandler({"default": env.storage("S3_URL")})["default"]

        name = store.save("photos/ab/320.avif", ContentFile(b"picture", name="320.avif"))

        assert name == "photos/ab/320.avif"
        with store.open(name) as file:
            assert file.read() == b"picture"
        with urllib.request.urlopen(store.url(name)) as answer:
            assert answer.read() == b"picture"
        store.delete(name)
        assert not store.exists(name)
