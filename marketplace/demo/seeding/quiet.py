"""Nothing that is made up writes to anybody: no letter leaves while the demo is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.test.utils import override_settings


@contextmanager
def no_letters() -> Iterator[None]:
    """Letters about orders are else sent by a thread, which may come to it after the end of this."""
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend", ORDER_MAILS_WAIT=True):
        yield
