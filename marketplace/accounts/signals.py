"""What the layers above hear from accounts."""

from __future__ import annotations

from django.dispatch import Signal

# Arguments: user, at. Sent inside the transaction that empties the account; a receiver that fails undoes it all.
user_erased = Signal()
