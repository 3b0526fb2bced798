from __future__ import annotations

from typing import Literal

from ninja import Schema


class Liveness(Schema):
    status: Literal["live"]


class PartHealth(Schema):
    is_ready: bool
    took_ms: int
    note: str


class Readiness(Schema):
    status: Literal["ready", "not_ready"]
    parts: dict[str, PartHealth]
