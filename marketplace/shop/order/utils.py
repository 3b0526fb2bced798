"""Oscar asks for this module by name."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from oscar.apps.order import utils
from oscar.core.loading import get_model

from marketplace.kernel import references

PREFIX = "DH"

Line = get_model("order", "Line")
OrderDiscount = get_model("order", "OrderDiscount")
OrderLineDiscount = get_model("order", "OrderLineDiscount")
ConditionalOffer = get_model("offer", "ConditionalOffer")
Voucher = get_model("voucher", "Voucher")


class OrderNumberGenerator:
    """Oscar's numbers can be guessed (100000 + the basket's key); ours cannot."""

    def order_number(self, basket: Any = None) -> str:
        return references.new(PREFIX)


class OrderCreator(utils.OrderCreator):
    """Writes Oscar's rows of an order in a constant number of queries, inside the caller's transaction.

    Stock is not Oscar's matter here (`sellers.domain.stock`), and counters are changed where they stand instead of
    being read and saved, which loses updates.
    """

    def write_lines(self, order: Any, basket: Any) -> list[Any]:
        """In the order of the basket, with each line's share of the discounts."""
        lines = Line.objects.bulk_create(_new_line(order, line) for line in basket.all_lines())
        if not len(basket.offer_applications):
            return lines
        given = {discount.offer_id: discount for discount in order.discounts.all()}
        OrderLineDiscount.objects.bulk_create(
            OrderLineDiscount(
                line=line, order_discount=given[discount.offer.pk], is_incl_tax=True, amount=discount.amount
            )
            for line, basket_line in zip(lines, basket.all_lines(), strict=True)
            for discount in basket_line.discounts
            if discount.offer and discount.offer.pk in given
        )
        return lines

    def write_discounts(self, order: Any, basket: Any, user: Any) -> None:
        """What each offer gave, and that it gave it. Rows that limit an offer's use are locked by the caller."""
        given = [application for application in basket.offer_applications if _gave_something(application)]
        for application in given:
            application["message"] = application["offer"].apply_deferred_benefit(basket, order, application)
            self.create_discount_model(order, application)
            ConditionalOffer.objects.filter(pk=application["offer"].pk).update(
                num_applications=F("num_applications") + application["freq"],
                total_discount=F("total_discount") + application["discount"],
                num_orders=F("num_orders") + 1,
            )
        for voucher, amount in _by_voucher(given).items():
            voucher.applications.create(order=order, user=user)
            Voucher.objects.filter(pk=voucher.pk).update(
                num_orders=F("num_orders") + 1, total_discount=F("total_discount") + amount
            )


def _gave_something(application: dict[str, Any]) -> bool:
    return bool(application["discount"] or application["result"].affects_post_order)


def _by_voucher(applications: list[dict[str, Any]]) -> dict[Any, Any]:
    amounts: dict[Any, Any] = {}
    for application in applications:
        if application["voucher"]:
            amounts[application["voucher"]] = amounts.get(application["voucher"], 0) + application["discount"]
    return amounts


def _new_line(order: Any, line: Any) -> Any:
    product, record = line.product, line.stockrecord
    after = line.line_price_incl_tax_incl_discounts
    return Line(
        order=order,
        partner=record.partner,
        partner_name=record.partner.name,
        partner_sku=record.partner_sku,
        stockrecord=record,
        product=product,
        title=product.get_title(),
        upc=product.upc,
        quantity=line.quantity,
        num_allocated=line.quantity,
        line_price_incl_tax=after,
        line_price_excl_tax=after,
        line_price_before_discounts_incl_tax=line.line_price_incl_tax,
        line_price_before_discounts_excl_tax=line.line_price_incl_tax,
        unit_price_incl_tax=line.unit_price_incl_tax,
        unit_price_excl_tax=line.unit_price_incl_tax,
    )
