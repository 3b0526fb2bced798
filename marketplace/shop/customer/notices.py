"""Notices to a person, kept in Oscar's Notification: the subject is the sentence, the body the address it leads to."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from oscar.apps.communication.models import Notification

from marketplace.accounts.models import User


def notify(*, user: User, text: str, address: str = "") -> Notification:
    return Notification.objects.create(recipient=user, subject=text[:255], body=address)


def of_user(user: User) -> QuerySet[Notification]:
    return Notification.objects.filter(recipient=user).order_by("-date_sent", "-pk")


def count_unread(user: User) -> int:
    return Notification.objects.filter(recipient=user, date_read=None).count()


def mark_all_read(*, user: User, at: datetime) -> None:
    Notification.objects.filter(recipient=user, date_read=None).update(date_read=at)
