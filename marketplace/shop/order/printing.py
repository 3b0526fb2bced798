"""The order as a PDF that the shopper keeps: what was agreed, from the snapshot (FACTS 7.5, Art. 38)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from marketplace.kernel import money, phones
from marketplace.shop.order.queries import LineView, OrderView, PartView
from payments.gateways.registry import get_gateway

_TEMPLATE = Path(__file__).with_name("order.typ")
_FONTS = settings.ROOT / "marketplace" / "fonts"


def order_pdf(shown: OrderView) -> bytes:
    with translation.override(shown.placement.language):
        data = json.dumps(_data(shown), ensure_ascii=False)
    return typst.compile(str(_TEMPLATE), font_paths=[str(_FONTS)], ignore_system_fonts=True, sys_inputs={"data": data})


def _data(shown: OrderView) -> dict[str, Any]:
    placed_at = timezone.localtime(shown.order.date_placed)
    return {
        "language": shown.placement.language,
        "title": _("Đơn hàng %(order)s") % {"order": shown.order.number},
        "placed": _("Đặt lúc %(time)s") % {"time": formats.date_format(placed_at, "H:i d/m/Y")},
        "boxes": [_buyer(shown), _operator(shown)],
        "columns": [_("Món"), _("Số lượng"), _("Đơn giá"), _("Thành tiền")],
        "parcels": [_parcel(parcel) for parcel in shown.parts],
        "totals": _totals(shown),
        "total": {"name": _("Tổng cộng"), "amount": money.written(shown.total_amount)},
        "notes": _notes(shown),
    }


def _totals(shown: OrderView) -> list[dict[str, str]]:
    sums = [(_("Tiền hàng"), shown.goods_amount)]
    if shown.discount_amount:
        sums.append((_("Giảm giá"), -shown.discount_amount))
    sums.append((_("Phí giao"), shown.delivery_amount))
    return [{"name": name, "amount": money.written(amount)} for name, amount in sums]


def _buyer(shown: OrderView) -> dict[str, Any]:
    placement, invoice = shown.placement, shown.placement.invoice
    lines = [placement.contact_name, phones.as_written(placement.contact_phone), placement.contact_email]
    lines.append(shown.content["address"]["written"])
    lines.append(_(get_gateway(placement.payment_method).name))
    if invoice:
        lines.append(
            _("Xuất hoá đơn: %(name)s, mã số thuế %(tax)s") % {"name": invoice["name"], "tax": invoice["tax_code"]}
        )
        lines.append(invoice["address"])
    return {"title": _("Người mua"), "lines": lines}


def _operator(shown: OrderView) -> dict[str, Any]:
    operator = shown.content["operator"]
    names = ("legal_name", "address", "tax_code", "phone", "email", "licence")
    return {"title": _("Sàn giao dịch"), "lines": [settings.WAGTAIL_SITE_NAME, *(operator[name] for name in names)]}


def _parcel(parcel: PartView) -> dict[str, Any]:
    part, seller = parcel.part, parcel.seller
    sums = [{"name": part.delivery_name, "amount": money.written(part.delivery_amount)}]
    if part.discount_amount:
        sums.insert(0, {"name": _("Giảm giá"), "amount": money.written(-part.discount_amount)})
    who = [seller["address"], seller["commune"], phones.as_written(seller["phone"]), seller["tax_code"]]
    return {
        "seller": parcel.seller_name,
        "state": f"{part.reference} · {part.get_state_display()}",
        "who": ", ".join(text for text in who if text),
        "lines": [_line(line) for line in parcel.lines],
        "sums": [*sums, {"name": _("Cộng kiện"), "amount": money.written(part.total_amount)}],
    }


def _line(line: LineView) -> dict[str, str]:
    return {
        "title": line.title,
        "note": " · ".join(text for text in (line.pack_label, line.origin) if text),
        "quantity": line.quantity_label,
        "price": money.written(line.unit_price),
        "amount": money.written(line.full_amount),
    }


def _notes(shown: OrderView) -> list[str]:
    operator = shown.content["operator"]
    return [
        _("Giá đã gồm thuế. Đây là xác nhận đặt hàng, không phải hoá đơn điện tử."),
        _("Theo điều khoản bản %(terms)s, chính sách giao hàng, đổi trả bản %(returns)s.")
        % {"terms": operator["terms_version"], "returns": operator["returns_version"]},
        _("Thông tin sai hoặc thiếu: bạn được huỷ hợp đồng trong 30 ngày, không mất phí (Luật 19/2023/QH15, Điều 38)."),
    ]
