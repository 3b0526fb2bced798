"""What the layers above may hear, always after commit. `part` is the SellerOrder, `event` its SellerOrderEvent."""

from __future__ import annotations

from django.dispatch import Signal

part_moved = Signal()
