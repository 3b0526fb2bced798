"""The one way out for text messages.

SMS_SENDER names who carries them: `console` (the log, the default), `file` (var/sms.log), `memory` (tests),
or the https:// address of the operator's gateway, which gets a JSON body {"phone", "text"} and a bearer token.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, NamedTuple, Protocol
from urllib.error import URLError
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from marketplace.kernel.errors import MarketplaceError, gettext_noop

logger = logging.getLogger(__name__)
_TIMEOUT_SECONDS = 5


class SenderUnavailable(MarketplaceError):
    code = "sms_unavailable"
    message = gettext_noop("Chưa gửi được tin nhắn. Xin thử lại sau ít phút.")
    retryable = True


class Sender(Protocol):
    def send(self, phone: str, text: str) -> None:
        """Raises SenderUnavailable when the message was not taken."""


class ConsoleSender:
    def send(self, phone: str, text: str) -> None:
        logger.info("SMS to %s: %s", phone, text)


@dataclass(frozen=True)
class FileSender:
    path: Path

    def send(self, phone: str, text: str) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{phone}\t{text}\n")


class Message(NamedTuple):
    phone: str
    text: str


class MemorySender:
    outbox: ClassVar[list[Message]] = []

    def send(self, phone: str, text: str) -> None:
        self.outbox.append(Message(phone, text))


@dataclass(frozen=True)
class GatewaySender:
    url: str
    token: str = field(repr=False)

    def send(self, phone: str, text: str) -> None:
        body = json.dumps({"phone": phone, "text": text}).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        request = Request(self.url, data=body, headers=headers, method="POST")  # noqa: S310  (https only, see get_sender)
        try:
            with urlopen(request, timeout=_TIMEOUT_SECONDS):  # noqa: S310
                return
        except (URLError, OSError) as error:
            logger.error("The SMS gateway did not take a message: %s", error)
            raise SenderUnavailable from error


_SENDERS: dict[str, Callable[[], Sender]] = {
    "console": ConsoleSender,
    "file": lambda: FileSender(settings.VAR / "sms.log"),
    "memory": MemorySender,
}


def get_sender() -> Sender:
    name = settings.SMS_SENDER
    if name.startswith("https://"):
        return GatewaySender(name, settings.SMS_SENDER_TOKEN)
    try:
        return _SENDERS[name]()
    except KeyError:
        raise ImproperlyConfigured(
            "SMS_SENDER is malformed: expected console, file, memory or an https:// address."
        ) from None
