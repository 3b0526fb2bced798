"""One order of locking for everybody: the part, then the charges of its order, then the rest.

An entry that names a part takes a lock on its row (the foreign key), so whoever will post one takes the part first.
"""

from __future__ import annotations

from payments.models import Charge
from sellers.models import SellerOrder


def lock_part(part_id: int) -> SellerOrder:
    return SellerOrder.objects.select_for_update(of=("self",)).select_related("seller", "order").get(pk=part_id)


def lock_charge(charge_id: int) -> Charge:
    return Charge.objects.select_for_update(of=("self",)).get(pk=charge_id)


def lock_charges_of_order(order_id: int) -> None:
    list(Charge.objects.select_for_update(of=("self",)).filter(order_id=order_id).order_by("id").values_list("pk"))
