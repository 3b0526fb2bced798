"""What a first visit brings over the wire, as a phone's browser counts it: photos apart from everything else."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections import Counter
from typing import Any

_PHONE = {"width": 360, "height": 800}


def is_possible() -> bool:
    return bool(_chromium()) and importlib.util.find_spec("playwright") is not None


def first_visit(address: str) -> dict[str, int]:
    """Bytes by kind ("document", "stylesheet", "script", "font", "photo", "image"), headers included."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
        page = browser.new_context(viewport=_PHONE).new_page()  # type: ignore[arg-type]
        kinds: dict[str, str] = {}
        weights: Counter[str] = Counter()
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")

        def received(event: dict[str, Any]) -> None:
            is_photo = "/media/" in event["response"]["url"]
            kinds[event["requestId"]] = "photo" if is_photo else str(event["type"]).lower()

        def finished(event: dict[str, Any]) -> None:
            weights[kinds.get(event["requestId"], "other")] += int(event["encodedDataLength"])

        session.on("Network.responseReceived", received)
        session.on("Network.loadingFinished", finished)
        page.goto(address, wait_until="networkidle")
        browser.close()
    return dict(weights)


def _chromium() -> str | None:
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


def beside_photos(weights: dict[str, int]) -> int:
    return sum(size for kind, size in weights.items() if kind != "photo")
