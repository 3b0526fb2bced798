from __future__ import annotations

from payments.models.charge import (
    ANNOUNCED_KINDS,
    LIVE_STATES,
    Charge,
    ChargeEvent,
    ChargeEventKind,
    ChargePurpose,
    ChargeState,
    Refund,
    RefundState,
)
from payments.models.idempotency import IdempotencyKey
from payments.models.ledger import Account, AccountCode, Entry, EntryEvent, Posting
from payments.models.received import ReceivedMoney, UnmatchedMoney, UnmatchedReason, UnmatchedState
from payments.models.settlement import SettlementKind, SettlementLine
from payments.models.webhook import WebhookCall, WebhookState
