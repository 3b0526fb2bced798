from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client


@pytest.mark.django_db
class TestPicture:
    def test_is_served_to_be_kept(self, client: Client) -> None:
        path = Path(settings.MEDIA_ROOT) / "photos" / "a.avif"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"picture")

        response = client.get("/media/photos/a.avif")

        assert b"".join(response) == b"picture"
        assert response["Cache-Control"] == "public, max-age=2592000, immutable"

    @pytest.mark.parametrize(
        ("path", "status"),
        [("photos/none.avif", 404), ("photos/", 404), ("", 404), ("../secret-key", 400), ("%2e%2e/secret-key", 400)],
    )
    def test_nothing_else_is(self, client: Client, path: str, status: int) -> None:
        assert client.get(f"/media/{path}").status_code == status
