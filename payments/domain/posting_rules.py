"""Which accounts each event moves: the table of docs/money.md, "Posting rules", and nothing else.

A test reads that table and compares it with these functions.
"""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.kernel.money import Dong
from payments.domain.ledger import Leg, credit, debit
from payments.models import AccountCode as A
from payments.models import ChargePurpose

# Where the money of a method lies once it has come in.
MONEY_OF_METHOD = {
    "bank_transfer": A.BANK,
    "cash_on_delivery": A.BANK,
    "stripe": A.STRIPE,
    "sandbox": A.SANDBOX,
}

HELD_FOR = {ChargePurpose.ORDER: A.ORDERS_HELD, ChargePurpose.BILLS: A.BILLS_HELD}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartMoney:
    """How a part's money is shared when it is delivered, or a piece of it when it is given back."""

    seller_id: int
    goods: Dong
    delivery: Dong
    commission: Dong
    vat: Dong
    pit: Dong

    @property
    def total(self) -> Dong:
        return self.goods + self.delivery

    @property
    def payable(self) -> Dong:
        return self.total - self.commission - self.vat - self.pit


def payment_captured(
    *, method: str, purpose: str, received: Dong, due: Dong, from_suspense: Dong = 0
) -> tuple[Leg, ...]:
    """What came in, with what already waited in suspense, pays what is due; an excess goes to suspense."""
    return (
        debit(MONEY_OF_METHOD[method], received),
        debit(A.SUSPENSE, from_suspense),
        credit(HELD_FOR[ChargePurpose(purpose)], due),
        credit(A.SUSPENSE, received + from_suspense - due),
    )


def money_unmatched(*, method: str, amount: Dong) -> tuple[Leg, ...]:
    return debit(MONEY_OF_METHOD[method], amount), credit(A.SUSPENSE, amount)


def unmatched_returned(*, method: str, amount: Dong) -> tuple[Leg, ...]:
    return debit(A.SUSPENSE, amount), credit(MONEY_OF_METHOD[method], amount)


def cash_collected(*, seller_id: int, amount: Dong) -> tuple[Leg, ...]:
    return debit(A.CASH_COLLECTED, amount, seller_id), credit(A.ORDERS_HELD, amount)


def cash_handed_in(*, seller_id: int, amount: Dong) -> tuple[Leg, ...]:
    return debit(A.BANK, amount), credit(A.CASH_COLLECTED, amount, seller_id)


def part_released(money: PartMoney) -> tuple[Leg, ...]:
    return (
        debit(A.ORDERS_HELD, money.total),
        credit(A.SELLER_PAYABLE, money.payable, money.seller_id),
        credit(A.COMMISSION, money.commission),
        credit(A.VAT_WITHHELD, money.vat),
        credit(A.PIT_WITHHELD, money.pit),
    )


def refund_requested(*, purpose: str, amount: Dong) -> tuple[Leg, ...]:
    """Before delivery: the money is still held."""
    return debit(HELD_FOR[ChargePurpose(purpose)], amount), credit(A.REFUNDS_PAYABLE, amount)


def refund_requested_after_release(money: PartMoney) -> tuple[Leg, ...]:
    """After delivery: the seller, the commission and the withheld tax each give back their share."""
    return (
        debit(A.SELLER_PAYABLE, money.payable, money.seller_id),
        debit(A.COMMISSION, money.commission),
        debit(A.VAT_WITHHELD, money.vat),
        debit(A.PIT_WITHHELD, money.pit),
        credit(A.REFUNDS_PAYABLE, money.total),
    )


def refund_paid(*, method: str, amount: Dong) -> tuple[Leg, ...]:
    return debit(A.REFUNDS_PAYABLE, amount), credit(MONEY_OF_METHOD[method], amount)


def gateway_fee(*, method: str, amount: Dong) -> tuple[Leg, ...]:
    return debit(A.GATEWAY_FEES, amount), credit(MONEY_OF_METHOD[method], amount)


def dispute_opened(*, method: str, amount: Dong) -> tuple[Leg, ...]:
    return debit(A.DISPUTED, amount), credit(MONEY_OF_METHOD[method], amount)


def dispute_won(*, method: str, amount: Dong) -> tuple[Leg, ...]:
    return debit(MONEY_OF_METHOD[method], amount), credit(A.DISPUTED, amount)


def dispute_lost(*, amount: Dong) -> tuple[Leg, ...]:
    return debit(A.DISPUTE_LOSSES, amount), credit(A.DISPUTED, amount)
