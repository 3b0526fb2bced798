"""What the layers above may hear, always after commit and perhaps twice.

Every one carries `charge` (as it was committed), `event` (the ChargeEvent) and `at`. A receiver that raises is heard
of in the log and called again by `settle_charges`, until all receivers of the event have done their part.
"""

from __future__ import annotations

from django.dispatch import Signal

charge_succeeded = Signal()
charge_failed = Signal()
charge_expired = Signal()
charge_cancelled = Signal()
# `event.refund` is the refund.
refund_succeeded = Signal()
