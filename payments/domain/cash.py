"""Cash at the door: each parcel is paid on its own, to whoever delivers for the seller."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from marketplace.kernel.errors import MarketplaceError
from marketplace.kernel.money import Dong
from payments.domain import charges, money_in, posting_rules
from payments.domain.announcements import record
from payments.domain.ledger import NewEntry, post
from payments.domain.locks import lock_charge, lock_part
from payments.models import Account, AccountCode, Charge, ChargeEventKind, Entry, EntryEvent, ReceivedMoney
from payments.queries import get_balance
from sellers.models import SellerOrder

METHOD = "cash_on_delivery"


class NotPaidInCash(MarketplaceError):
    code = "not_paid_in_cash"
    message = _("Đơn này không trả tiền khi nhận hàng.")


class TooMuchHandedIn(MarketplaceError):
    code = "too_much_handed_in"
    message = _("Số tiền nộp lớn hơn số tiền thu hộ còn giữ.")


def collect_cash(*, part: SellerOrder, at: datetime) -> Charge:
    """The whole of a part was paid at the door; once, however often it is said. Raises NotPaidInCash, ChargeClosed."""
    charge = Charge.objects.filter(order_id=part.order_id, method=METHOD).order_by("-id").first()
    if charge is None:
        raise NotPaidInCash(part=part.reference)
    with transaction.atomic():
        part = lock_part(part.pk)
        locked = lock_charge(charge.pk)
        if ReceivedMoney.objects.filter(method=METHOD, provider_id=part.reference).exists():
            return locked
        if not locked.is_live:
            raise charges.ChargeClosed(state=locked.state)
        _collect(locked, part, at)
    return locked


def hand_in_cash(*, seller_id: int, amount: Dong, bank_reference: str, at: datetime) -> Entry:
    """Collected cash arrived on our bank account; once a bank reference. Raises TooMuchHandedIn."""
    key = f"cash-handed-in:{bank_reference}"
    legs = posting_rules.cash_handed_in(seller_id=seller_id, amount=amount)
    with transaction.atomic():
        list(Account.objects.select_for_update().filter(code=AccountCode.CASH_COLLECTED, seller_id=seller_id))
        is_new = not Entry.objects.filter(key=key).exists()
        if is_new and amount > get_balance(account=AccountCode.CASH_COLLECTED, seller_id=seller_id):
            raise TooMuchHandedIn(amount=amount)
        return post(NewEntry(event=EntryEvent.CASH_HANDED_IN, key=key, legs=legs, at=at))


def is_collected(*, part: SellerOrder) -> bool:
    return ReceivedMoney.objects.filter(method=METHOD, provider_id=part.reference).exists()


def _collect(charge: Charge, part: SellerOrder, at: datetime) -> None:
    amount = part.total_amount
    ReceivedMoney.objects.create(method=METHOD, provider_id=part.reference, charge=charge, amount=amount, at=at)
    post(
        NewEntry(
            event=EntryEvent.CASH_COLLECTED,
            key=f"cash:{part.reference}",
            legs=posting_rules.cash_collected(seller_id=part.seller_id, amount=amount),
            at=at,
            charge_id=charge.pk,
            order_id=charge.order_id,
            part_id=part.pk,
        )
    )
    charge.captured_amount += amount
    charge.save(update_fields=["captured_amount"])
    record(charge=charge, kind=ChargeEventKind.CASH_COLLECTED, at=at, part=part.reference, amount=amount)
    if charge.due_amount == 0:
        money_in.complete(charge=charge, at=at)
