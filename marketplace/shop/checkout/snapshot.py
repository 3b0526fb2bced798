"""What the shopper was shown when they bought, kept with the order whatever changes later (FACTS 7.5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from catalog.models import Certificate, Product
from cms.models import OperatorSettings
from marketplace.kernel import places, times
from marketplace.kernel.money import to_dong
from marketplace.shop.checkout.options import Options
from marketplace.shop.checkout.request import CheckoutRequest
from sellers.models import OrderSnapshot, Seller, SellerOrder


def take_snapshot(
    *,
    order: Any,
    lines: Sequence[Any],
    parts: Sequence[SellerOrder],
    request: CheckoutRequest,
    options: Options,
    at: datetime,
) -> OrderSnapshot:
    """Two queries whatever the lines: the certificates of the day, and the operator with the policies in force."""
    certificates = _certificates([line.product for line in lines], times.business_day(at))
    content = {
        "taken_at": at.isoformat(),
        "currency": "VND",
        "contact": asdict(request.contact),
        "address": _address(request),
        "invoice": asdict(request.invoice) if request.invoice else None,
        "is_adult": request.is_adult,
        "payment_method": request.payment_method,
        "operator": _operator(),
        "sellers": [_seller(options_.seller) for options_ in options.sellers],
        "lines": [_line(line, certificates) for line in lines],
        "parts": [_part(part) for part in parts],
        "delivery_discount": options.delivery_discount,
        "total": to_dong(order.total_incl_tax),
    }
    return OrderSnapshot.objects.create(order=order, content=content)


def _address(request: CheckoutRequest) -> dict[str, str]:
    address = request.address
    return asdict(address) | {
        "commune": address.commune,
        "province": address.province,
        "codes_version": places.CODES_VERSION,
        "written": address.written,
    }


def _operator() -> dict[str, str]:
    operator = OperatorSettings.objects.filter(site__is_default_site=True).first() or OperatorSettings()
    names = ("legal_name", "tax_code", "address", "phone", "email", "licence")
    versions = ("terms_version", "privacy_version", "returns_version")
    return {name: getattr(operator, name) for name in names + versions}


def _seller(seller: Seller) -> dict[str, Any]:
    return {
        "id": seller.pk,
        "name": seller.name,
        "kind": seller.kind,
        "address": seller.address_line,
        "commune_code": seller.commune_code,
        "commune": seller.commune.name if seller.commune else "",
        "phone": seller.phone,
        "tax_code": seller.tax_code,
    }


def _line(line: Any, certificates: dict[int, list[dict[str, Any]]]) -> dict[str, Any]:
    product = line.product
    facts: Product = product.parent if product.is_child else product
    return {
        "line_id": line.pk,
        "product_id": product.pk,
        "seller_id": line.partner_id,
        "title": line.title,
        "sku": line.partner_sku,
        "page": {"slug": facts.slug, "pk": facts.pk},
        "sale_unit": product.sale_unit,
        "content_amount": product.content_amount,
        "content_unit": product.content_unit,
        "step_thousandths": product.step_thousandths,
        "quantity": line.quantity,
        "step_price": to_dong(line.unit_price_incl_tax),
        "amount": to_dong(line.line_price_before_discounts_incl_tax),
        "amount_after_discount": to_dong(line.line_price_incl_tax),
        "origin_commune": facts.origin_commune,
        "origin_place": facts.origin_place,
        "producer": facts.producer_name,
        "shelf_life_days": facts.shelf_life_days,
        "storage": facts.storage,
        "storage_note": facts.storage_note,
        "is_billed_by_weight": facts.is_billed_by_weight,
        "is_age_restricted": facts.is_age_restricted,
        "label": facts.label,
        "certificates": certificates.get(facts.pk, []),
    }


def _part(part: SellerOrder) -> dict[str, Any]:
    return {
        "reference": part.reference,
        "seller_id": part.seller_id,
        "goods_amount": part.goods_amount,
        "discount_amount": part.discount_amount,
        "delivery_amount": part.delivery_amount,
        "delivery_name": part.delivery_name,
        "promised_from_on": _iso(part.promised_from_on),
        "promised_until_on": _iso(part.promised_until_on),
    }


def _certificates(products: Sequence[Product], day: date) -> dict[int, list[dict[str, Any]]]:
    keys = {product.parent_id if product.is_child else product.pk for product in products}
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for certificate in Certificate.objects.valid_on(day).filter(product_id__in=keys).order_by("pk"):
        found[certificate.product_id].append(
            {
                "kind": certificate.kind,
                "stars": certificate.stars,
                "number": certificate.number,
                "decision": certificate.decision,
                "expires_on": _iso(certificate.expires_on),
            }
        )
    return found


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
