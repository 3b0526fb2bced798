"""Keyset paging: a cursor says after which row to go on, so pages stay whole while rows come and go."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_noop as _
from ninja import Field, Schema
from pydantic import StringConstraints

from marketplace.kernel.errors import MarketplaceError

PAGE_SIZE = 24
MAX_PAGE_SIZE = 100

Cursor = Annotated[str, StringConstraints(max_length=2000, pattern=r"^[A-Za-z0-9_=.:~-]*$")]
Row = TypeVar("Row", bound=Model)


class BadCursor(MarketplaceError):
    code = "bad_cursor"
    message = _("Dấu trang không đọc được. Hãy bắt đầu lại từ trang đầu.")


class Paging(Schema):
    page_size: int = Field(PAGE_SIZE, ge=1, le=MAX_PAGE_SIZE, description=_("Số kết quả mỗi trang."))
    cursor: Cursor = Field("", description=_("next_cursor của trang trước."))


def page_by(rows: QuerySet[Row], field: str, paging: Paging) -> tuple[list[Row], str | None]:
    """One page in the order of `field`, which must be unique text, and the cursor of the next page."""
    rows = rows.order_by(field)
    if paging.cursor:
        rows = rows.filter(**{f"{field}__gt": _read(paging.cursor)})
    found = list(rows[: paging.page_size + 1])
    if len(found) <= paging.page_size:
        return found, None
    last = found[paging.page_size - 1]
    return found[:-1], _write(getattr(last, field))


def _write(key: str) -> str:
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _read(cursor: str) -> str:
    try:
        key = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, ValueError):
        raise BadCursor from None
    if "\x00" in key:
        raise BadCursor
    return key
