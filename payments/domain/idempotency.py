"""A thing is done once for a key, however often it is asked for.

    answer = once(scope=f"checkout:{basket.pk}", key=key, body=form.cleaned_data, at=now, act=place)

What `act` answers (JSON) is stored in the transaction of what it did, so both stand or neither: a key whose action was
refused or crashed is free again. A second request with the key waits for the first and gets its answer; with another
body it is refused. `scope` names who asks and for what, because people choose their keys themselves.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from marketplace.kernel.errors import MarketplaceError
from payments.models import IdempotencyKey

LONGEST_KEY = 120
KEPT_FOR = timedelta(days=3)


class IdempotencyConflict(MarketplaceError):
    code = "idempotency_conflict"
    message = _("Khoá này đã dùng cho một yêu cầu khác.")


class BadIdempotencyKey(MarketplaceError):
    code = "bad_idempotency_key"
    message = _("Khoá chống lặp phải có từ 1 đến 120 ký tự ASCII in được.")


@dataclass(frozen=True, slots=True)
class Answer:
    value: Any
    is_repeat: bool


def once(*, scope: str, key: str, body: Mapping[str, Any], at: datetime, act: Callable[[], Any]) -> Answer:
    """Raises BadIdempotencyKey, IdempotencyConflict, and whatever `act` raises."""
    if not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        raise BadIdempotencyKey
    fingerprint = fingerprint_of(body)
    with transaction.atomic():
        row, is_ours = _claim(scope, key, fingerprint, at)
        if row.fingerprint != fingerprint:
            raise IdempotencyConflict(key=key)
        if is_ours:
            row.answer = act()
            row.save(update_fields=["answer"])
    return Answer(row.answer, is_repeat=not is_ours)


def fingerprint_of(body: Mapping[str, Any]) -> str:
    content = json.dumps(body, sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder)
    return hashlib.sha256(content.encode()).hexdigest()


def forget_old(*, at: datetime) -> int:
    return IdempotencyKey.objects.filter(created_at__lt=at - KEPT_FOR).delete()[0]


def _claim(scope: str, key: str, fingerprint: str, at: datetime) -> tuple[IdempotencyKey, bool]:
    standing = IdempotencyKey.objects.filter(scope=scope, key=key).first()
    if standing:
        return standing, False
    try:
        with transaction.atomic():
            # Waits here while another transaction holds the same key.
            return IdempotencyKey.objects.create(scope=scope, key=key, fingerprint=fingerprint, created_at=at), True
    except IntegrityError:
        return IdempotencyKey.objects.get(scope=scope, key=key), False
