"""Every message of ours has its English, and nothing that a Vietnamese reader may meet is left in English."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django import forms
from django.conf import settings
from django.core import validators
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext

from marketplace.kernel.errors import MarketplaceError

PACKAGES = ("marketplace", "catalog", "sellers", "payments", "cms")
# Letters that only Vietnamese has, where a message has any.
_VIETNAMESE = set("ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđ")
CATALOGUES = ("marketplace/locale/en/LC_MESSAGES/django.po", "cms/locale/en/LC_MESSAGES/django.po")


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the source into which all messages are gathered anew."""
    if not shutil.which("xgettext"):
        pytest.skip("GNU gettext is not installed")
    folder = tmp_path_factory.mktemp("source")
    ignored = shutil.ignore_patterns("__pycache__", "static", "*.mo", "data")
    for name in PACKAGES:
        shutil.copytree(settings.ROOT / name, folder / name, ignore=ignored)
    shutil.copy(settings.ROOT / "manage.py", folder)
    command = [sys.executable, "manage.py", "makemessages", "-l", "en", "--no-obsolete", "--verbosity", "0"]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.dev",
        "MARKET_VAR": str(folder / "var"),
    }
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return folder


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_english_is_complete(extracted: Path, catalogue: str) -> None:
    missing = [message.id for message in _messages(extracted / catalogue) if _is_missing(message)]

    assert missing == []


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_english_has_nothing_that_is_no_longer_said(extracted: Path, catalogue: str) -> None:
    said = {(message.context, message.id) for message in _messages(extracted / catalogue)}
    kept = {(message.context, message.id) for message in _messages(settings.ROOT / catalogue)}

    assert sorted(kept - said, key=str) == []


def test_english_is_english() -> None:
    """A translation that repeats its Vietnamese was forgotten; only the market's own name is the same in both."""
    messages = [message for catalogue in CATALOGUES for message in _messages(settings.ROOT / catalogue)]
    repeated = {message.id for message in messages if message.id == message.string and _VIETNAMESE & set(message.id)}

    assert repeated == {"Xứ Trà"}


def test_every_error_of_ours_has_its_english() -> None:
    with translation.override("en"):
        silent = sorted(
            {
                f"{error.__name__}: {error.message}"
                for error in _errors()
                if gettext(str(error.message)) == error.message
            }
        )

    assert silent == []


def test_what_forms_say_is_vietnamese() -> None:
    with translation.override("vi"):
        english = sorted({message for message in _words_of_forms() if gettext(message) == message})

    assert english == []


def _messages(path: Path) -> list[Message]:
    with path.open("rb") as file:
        return [message for message in read_po(file) if message.id]


def _is_missing(message: Message) -> bool:
    strings = [message.string] if isinstance(message.string, str) else list(message.string)
    return message.fuzzy or not all(strings)


def _errors(parent: type[MarketplaceError] = MarketplaceError) -> Iterator[type[MarketplaceError]]:
    yield parent
    for child in parent.__subclasses__():
        if child.__module__.startswith(PACKAGES):
            yield from _errors(child)


def _words_of_forms() -> Iterator[str]:
    """What Django's fields and validators say of a wrong value, as it stands in their source."""
    for name in dir(forms):
        thing = getattr(forms, name)
        if isinstance(thing, type) and issubclass(thing, forms.Field):
            yield from filter(None, map(_source, thing.default_error_messages.values()))
    for name in dir(validators):
        message = _source(getattr(getattr(validators, name), "message", None))
        if message:
            yield message


def _source(message: object) -> str | None:
    """The message id of a lazy translation; None for a plural, which has its own rules."""
    if not isinstance(message, Promise):
        return None
    arguments = message._args  # type: ignore[attr-defined]
    return arguments[0] if len(arguments) == 1 else None


def test_no_message_hides_behind_a_name_that_gettext_does_not_look_for() -> None:
    """`makemessages` finds `_(…)` and `gettext(…)`; under another name a text would never reach the translator."""
    hidden = [
        str(path.relative_to(settings.ROOT))
        for name in PACKAGES
        for path in (settings.ROOT / name).rglob("*.py")
        if re.search(r"import n?p?gettext(?:_lazy)? as (?!_$)", path.read_text("utf-8"), re.MULTILINE)
    ]

    assert hidden == []
