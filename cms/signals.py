"""What the layers above may hear, always after commit.

`review_decided` names the `proposal` (a ProductSubmission or a SellerApplication), whether it `is_approved` (else it
was sent back), and the `reason` that the reviewer wrote.
"""

from __future__ import annotations

from django.dispatch import Signal

review_decided = Signal()
