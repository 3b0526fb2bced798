"""Letters about orders, in the shopper's language. Written down with what they tell, sent after the commit.

A letter that could not be sent stays and is tried again by `settle_orders`; several processes never send the same one.
"""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import close_old_connections, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from marketplace.kernel import money
from marketplace.shop.order.models import MailKind, OrderMail
from marketplace.shop.order.queries import OrderView, read_order

logger = logging.getLogger(__name__)

_MAX_ATTEMPTS = 8
_PAUSE = timedelta(minutes=2)
# One thread: mail is slow, and a shopper does not wait for it.
_postman = ThreadPoolExecutor(max_workers=1, thread_name_prefix="order-mail")


def write(*, order: Any, kind: MailKind, at: datetime, about: str = "") -> None:
    """Runs in the caller's transaction. The same news of the same thing is written once."""
    if not _address_of(order):
        return
    mail, is_new = OrderMail.objects.get_or_create(
        order=order, kind=kind, about=about, defaults={"created_at": at, "due_at": at}
    )
    if is_new:
        transaction.on_commit(partial(_send_soon, mail.pk), robust=True)


def send_waiting(*, at: datetime, limit: int = 100) -> int:
    """Letters that were not sent, oldest first; how many went out now."""
    waiting = OrderMail.objects.filter(sent_at__isnull=True, attempts__lt=_MAX_ATTEMPTS, due_at__lte=at)
    keys = list(waiting.order_by("due_at", "pk").values_list("pk", flat=True)[:limit])
    return sum(send(mail_id=pk, at=at) for pk in keys)


def send(*, mail_id: int, at: datetime) -> bool:
    """False when it was sent before, is being sent by another process, or cannot be sent now.

    The letter is claimed by moving its due time on, not by a lock: a mail server may be slow.
    """
    mail = OrderMail.objects.filter(pk=mail_id, sent_at__isnull=True, due_at__lte=at).first()
    if mail is None or not _claim(mail, at):
        return False
    try:
        _post(mail)
    except OSError as error:
        logger.warning("mail %s of order %s not sent: %s", mail.kind, mail.order_id, error)
        return False
    OrderMail.objects.filter(pk=mail_id).update(sent_at=at)
    return True


def _claim(mail: OrderMail, at: datetime) -> bool:
    again_at = at + _PAUSE * 2**mail.attempts
    mine = OrderMail.objects.filter(pk=mail.pk, attempts=mail.attempts, sent_at__isnull=True)
    return mine.update(attempts=mail.attempts + 1, due_at=again_at) == 1


def _post(mail: OrderMail) -> None:
    shown = read_order(order_id=mail.order_id)
    with translation.override(shown.placement.language):
        context = {"shown": shown, "news": _news(mail, shown), "site_url": settings.SITE_URL}
        letter = EmailMultiAlternatives(
            subject=_subject(mail, shown),
            body=render_to_string("order/mail.txt", context),
            to=[_address_of(shown.order)],
        )
        letter.attach_alternative(render_to_string("order/mail.html", context), "text/html")
        letter.send()


def _subject(mail: OrderMail, shown: OrderView) -> str:
    words = {
        MailKind.PLACED: _("Xứ Trà đã nhận đơn %(order)s"),
        MailKind.PAID: _("Đã nhận tiền cho đơn %(order)s"),
        MailKind.SHIPPED: _("Một kiện của đơn %(order)s đang trên đường"),
        MailKind.CANCELLED: _("Đơn %(order)s: có kiện đã huỷ") if mail.about else _("Đơn %(order)s đã huỷ"),
        MailKind.REFUNDED: _("Đã hoàn tiền cho đơn %(order)s"),
    }
    return words[MailKind(mail.kind)] % {"order": shown.order.number}


def _news(mail: OrderMail, shown: OrderView) -> str:
    total = {"total": money.written(shown.total_amount)}
    if mail.kind == MailKind.PLACED and shown.is_waiting_for_payment:
        return _("Xứ Trà đã nhận đơn, tổng cộng %(total)s. Hàng được giữ cho bạn trong thời hạn thanh toán.") % total
    if mail.kind == MailKind.PLACED:
        return _("Xứ Trà đã nhận đơn, tổng cộng %(total)s. Các nhà vườn đang chuẩn bị hàng.") % total
    if mail.kind == MailKind.PAID:
        return _("Đã nhận đủ %(total)s. Các nhà vườn đang chuẩn bị hàng.") % total
    if mail.kind == MailKind.REFUNDED:
        refund = next(refund for refund in shown.refunds if refund.reference == mail.about)
        return _("Xứ Trà đã hoàn %(amount)s cho bạn.") % {"amount": money.written(refund.amount)}
    return _news_of_parcel(mail, shown)


def _news_of_parcel(mail: OrderMail, shown: OrderView) -> str:
    parcel = next((parcel for parcel in shown.parts if parcel.part.reference == mail.about), None)
    if parcel is None:
        return _("Đơn đã được huỷ vì chưa nhận được tiền trong thời hạn. Bạn đặt lại lúc nào cũng được.")
    if mail.kind == MailKind.SHIPPED:
        carrier = f"{parcel.part.carrier} {parcel.part.tracking_code}".strip()
        news = _("%(seller)s đã gửi hàng đi.") % {"seller": parcel.seller_name}
        return f"{news} {carrier}".strip()
    news = _("Kiện của %(seller)s đã được huỷ.") % {"seller": parcel.seller_name}
    reason = _(parcel.part.cancel_reason) if parcel.part.cancel_reason else ""
    return f"{news} {reason}".strip()


def _address_of(order: Any) -> str:
    return order.guest_email or (order.user.email if order.user else "") or ""


def _send_soon(mail_id: int) -> None:
    if settings.ORDER_MAILS_WAIT:
        send(mail_id=mail_id, at=timezone.now())
    else:
        _postman.submit(_send_in_thread, mail_id)


def _send_in_thread(mail_id: int) -> None:
    close_old_connections()
    try:
        send(mail_id=mail_id, at=timezone.now())
    except Exception:
        logger.exception("mail %s not sent", mail_id)
    finally:
        close_old_connections()
