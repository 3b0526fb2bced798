"""The right to be forgotten (PDPL 91/2025, FACTS 7.4).

A request waits some days, in which it can be taken back. Then the account is emptied and closed for good: what
identifies the person goes, what the law on accounting keeps (orders, invoices) stays without an account behind it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext_noop

from marketplace.accounts.models import Consent, ErasureRequest, User
from marketplace.accounts.signals import user_erased
from marketplace.kernel.errors import MarketplaceError

WAITING_DAYS = 7


class AlreadyRequested(MarketplaceError):
    code = "erasure_already_requested"
    message = gettext_noop("Bạn đã yêu cầu xoá tài khoản rồi.")


class StaffAccount(MarketplaceError):
    code = "erasure_of_staff"
    message = gettext_noop("Tài khoản cán bộ do quản trị viên đóng, không tự xoá được.")


def find_open(*, user: User) -> ErasureRequest | None:
    return ErasureRequest.objects.filter(user=user, cancelled_at=None, done_at=None).first()


def request_erasure(*, user: User, at: datetime) -> ErasureRequest:
    """Raises AlreadyRequested or StaffAccount."""
    if user.is_staff:
        raise StaffAccount
    request, is_new = ErasureRequest.objects.get_or_create(
        user=user,
        cancelled_at=None,
        done_at=None,
        defaults={"requested_at": at, "due_at": at + timedelta(days=WAITING_DAYS)},
    )
    if not is_new:
        raise AlreadyRequested
    return request


def cancel(*, user: User, at: datetime) -> bool:
    """False when there was nothing to take back."""
    return bool(ErasureRequest.objects.filter(user=user, cancelled_at=None, done_at=None).update(cancelled_at=at))


def carry_out_due(*, at: datetime) -> int:
    """Erase everybody whose waiting time is over; returns how many."""
    due = ErasureRequest.objects.filter(due_at__lte=at, cancelled_at=None, done_at=None).order_by("pk")
    return sum(_carry_out(pk, at) for pk in due.values_list("pk", flat=True))


def _carry_out(request_id: int, at: datetime) -> int:
    with transaction.atomic():
        open_requests = ErasureRequest.objects.select_for_update().filter(cancelled_at=None, done_at=None)
        request = open_requests.filter(pk=request_id).first()
        if request is None:
            return 0
        user = User.objects.select_for_update().get(pk=request.user_id)
        _empty(user, at)
        request.done_at = at
        request.save(update_fields=["done_at"])
        # The layers above empty theirs in the same transaction: half an erasure is none.
        user_erased.send(sender=User, user=user, at=at)
    return 1


def _empty(user: User, at: datetime) -> None:
    user.first_name = user.last_name = ""
    user.phone = user.email = user.phone_verified_at = None
    user.is_active, user.erased_at = False, at
    user.set_unusable_password()
    user.save()
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    user.saved_addresses.all().delete()
    Consent.objects.filter(user=user, withdrawn_at=None).update(withdrawn_at=at)
