"""What a seller is owed for a delivered part, and what each side gives back when it is refunded.

The lines and their rates are frozen when they arise (docs/money.md, "Settlement"). Tax is withheld for households only
(FACTS 7.2: Decree 252/2026, goods: VAT 1 %, personal income tax 0.5 %). What is kept after refunds is always the rate
of what is left, so the shares given back add up to what was taken, whatever the pieces.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_noop as _

from marketplace.kernel.errors import MarketplaceError
from marketplace.kernel.money import Dong, share
from payments.domain import posting_rules
from payments.domain.ledger import NewEntry, post
from payments.domain.locks import lock_charges_of_order, lock_part
from payments.domain.posting_rules import PartMoney
from payments.models import Entry, EntryEvent, Refund, RefundState, SettlementKind, SettlementLine
from payments.queries import get_held_for_order
from sellers.models import SellerKind, SellerOrder

VAT_BP = 100
PIT_BP = 50


class MoneyNotHeld(MarketplaceError):
    code = "money_not_held"
    message = _("Chưa nhận đủ tiền của kiện này.")


class RefundTooLarge(MarketplaceError):
    code = "refund_too_large"
    message = _("Số tiền hoàn lớn hơn số tiền còn lại.")


def release_part(*, part: SellerOrder, at: datetime) -> Entry:
    """A paid part was delivered: what was held becomes the seller's, less commission and withheld tax. Once a part.

    Raises MoneyNotHeld.
    """
    key = f"release:{part.reference}"
    with transaction.atomic():
        part = lock_part(part.pk)
        lock_charges_of_order(part.order_id)
        standing = Entry.objects.filter(key=key).first()
        if standing:
            return standing
        money, rates = _share(part)
        if money.total <= 0 or get_held_for_order(order_id=part.order_id) < money.total:
            raise MoneyNotHeld(part=part.reference)
        entry = post(
            NewEntry(
                event=EntryEvent.PART_RELEASED,
                key=key,
                legs=posting_rules.part_released(money),
                at=at,
                order_id=part.order_id,
                part_id=part.pk,
            )
        )
        _freeze(part, entry, money, rates, sign=1, at=at)
    return entry


def is_released(*, part: SellerOrder) -> bool:
    return Entry.objects.filter(key=f"release:{part.reference}").exists()


def amount_left(*, part: SellerOrder) -> Dong:
    """What is still to be released of a part that was not yet: its total less what was given back."""
    return _share(part)[0].total


def share_given_back(*, part: SellerOrder, amount: Dong) -> tuple[PartMoney, dict[str, int]]:
    """Who bears a refund after delivery: goods first, then delivery; with the frozen rates. Raises RefundTooLarge."""
    lines = SettlementLine.objects.filter(part=part)
    sums = dict(lines.values_list("kind").annotate(total=Sum("amount")))
    rates = dict(lines.filter(entry__key=f"release:{part.reference}").values_list("kind", "rate_bp"))
    left = {kind: sums.get(kind, 0) for kind in SettlementKind.values}
    if amount > left["GOODS"] + left["DELIVERY"]:
        raise RefundTooLarge(amount=amount)
    goods = min(amount, left["GOODS"])
    kept = left["GOODS"] - goods
    money = PartMoney(
        seller_id=part.seller_id,
        goods=goods,
        delivery=amount - goods,
        commission=-left["COMMISSION"] - share(kept, rates.get("COMMISSION") or 0),
        vat=-left["VAT"] - share(kept, rates.get("VAT") or 0),
        pit=-left["PIT"] - share(kept, rates.get("PIT") or 0),
    )
    return money, {kind: rate or 0 for kind, rate in rates.items()}


def freeze_given_back(
    *, part: SellerOrder, entry: Entry, amount: PartMoney, rates: dict[str, int], at: datetime
) -> None:
    _freeze(part, entry, amount, rates, sign=-1, at=at)


def freeze_reversal(*, of: Entry, by: Entry, at: datetime) -> None:
    """A refund that failed puts its lines back."""
    SettlementLine.objects.bulk_create(
        SettlementLine(
            part_id=line.part_id,
            entry=by,
            kind=line.kind,
            base_amount=-line.base_amount,
            rate_bp=line.rate_bp,
            amount=-line.amount,
            at=at,
        )
        for line in of.settlement_lines.order_by("id")
    )


def _share(part: SellerOrder) -> tuple[PartMoney, dict[str, int]]:
    """What is left of a part after refunds before delivery (goods first, then delivery)."""
    given_back = (
        Refund.objects.filter(part=part).exclude(state=RefundState.FAILED).aggregate(total=Sum("amount"))["total"] or 0
    )
    goods_asked = part.goods_amount - part.discount_amount
    goods = max(0, goods_asked - given_back)
    delivery = part.delivery_amount - max(0, given_back - goods_asked)
    is_household = part.seller.kind == SellerKind.HOUSEHOLD
    rates = {
        "COMMISSION": part.seller.commission_bp,
        "VAT": VAT_BP if is_household else 0,
        "PIT": PIT_BP if is_household else 0,
    }
    money = PartMoney(
        seller_id=part.seller_id,
        goods=goods,
        delivery=delivery,
        commission=share(goods, rates["COMMISSION"]),
        vat=share(goods, rates["VAT"]),
        pit=share(goods, rates["PIT"]),
    )
    return money, rates


def _freeze(
    part: SellerOrder, entry: Entry, money: PartMoney, rates: dict[str, int], *, sign: int, at: datetime
) -> None:
    amounts = {
        "GOODS": money.goods,
        "DELIVERY": money.delivery,
        "COMMISSION": -money.commission,
        "VAT": -money.vat,
        "PIT": -money.pit,
    }
    SettlementLine.objects.bulk_create(
        SettlementLine(
            part=part,
            entry=entry,
            kind=kind,
            base_amount=sign * (money.delivery if kind == "DELIVERY" else money.goods),
            rate_bp=rates.get(kind),
            amount=sign * amount,
            at=at,
        )
        for kind, amount in amounts.items()
        if amount or (sign > 0 and rates.get(kind))
    )
