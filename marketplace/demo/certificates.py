"""Certificates of the demo. Stars and marks come from the sourced rows; dates that no source gives are invented.

An OCOP certificate holds for 36 months (QĐ 148/QĐ-TTg), so invented dates lie within the last 30; a few have lapsed,
to be seen nowhere.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

from catalog.models import Certificate, CertificateKind
from marketplace.demo.goods import Goods

_OCOP_DAYS = 1095
_SOURCED = {"QĐ 2361/QĐ-BNNMT 26/06/2025": ("Quyết định 2361/QĐ-BNNMT", date(2025, 6, 26))}
_MINISTRY = "Bộ Nông nghiệp và Môi trường"
_PROVINCE = "UBND tỉnh Thái Nguyên"


def certificates_of(plan: Goods, *, product_id: int, day: date) -> list[Certificate]:
    rng = random.Random(f"certificate {plan.number}")
    made = []
    if plan.row.stars:
        made.append(_ocop(plan, rng, day))
        if rng.random() < 0.25:
            made.append(_lapsed(plan.row.stars, rng, day))
    elif "OCOP (20" in plan.row.certificates and plan.is_plain:
        made.append(_lapsed(3, rng, day))
    made += _marks(plan, rng, day)
    for certificate in made:
        certificate.product_id = product_id
        certificate.is_checked = True
    return made


def _ocop(plan: Goods, rng: random.Random, day: date) -> Certificate:
    stars = plan.row.stars or 3
    sourced = next((facts for words, facts in _SOURCED.items() if words in plan.row.certificates), None)
    decision, issued_on = sourced or (
        f"Quyết định số mẫu {100 + plan.number}/QĐ-UBND",
        day - timedelta(days=rng.randint(60, 800)),
    )
    return Certificate(
        kind=CertificateKind.OCOP,
        stars=stars,
        name=f"OCOP {stars} sao",
        decision=decision,
        issuer=_MINISTRY if stars == 5 else _PROVINCE,
        issued_on=issued_on,
        expires_on=issued_on + timedelta(days=_OCOP_DAYS),
    )


def _lapsed(stars: int, rng: random.Random, day: date) -> Certificate:
    issued_on = day - timedelta(days=_OCOP_DAYS + rng.randint(30, 900))
    return Certificate(
        kind=CertificateKind.OCOP,
        stars=stars,
        name=f"OCOP {stars} sao (đã hết hạn)",
        decision=f"Quyết định số mẫu {rng.randint(10, 99)}/QĐ-UBND",
        issuer=_PROVINCE,
        issued_on=issued_on,
        expires_on=issued_on + timedelta(days=_OCOP_DAYS),
    )


def _marks(plan: Goods, rng: random.Random, day: date) -> list[Certificate]:
    """The marks of the row belong to the place; not every maker there may use them."""
    words, made = plan.row.certificates, []
    if ("Chỉ dẫn địa lý" in words or "CDĐL" in words) and (plan.is_plain or rng.random() < 0.5):
        name = 'Chỉ dẫn địa lý "Tân Cương"' if "Tân Cương" in words else f"Chỉ dẫn địa lý: {plan.row.title}"
        number = next((code for code in ("00106", "00021") if code in words), "")
        made.append(
            Certificate(
                kind=CertificateKind.GEOGRAPHICAL_INDICATION, name=name, number=number, issuer="Cục Sở hữu trí tuệ"
            )
        )
    if "Nhãn hiệu" in words and (plan.is_plain or rng.random() < 0.4):
        made.append(
            Certificate(
                kind=CertificateKind.COLLECTIVE_MARK,
                name=f"Nhãn hiệu tập thể: {plan.row.title}",
                number="235100" if "235100" in words else "",
                issuer="Cục Sở hữu trí tuệ",
            )
        )
    if ("VietGAP" in words and plan.is_plain) or (plan.is_fresh and rng.random() < 0.15):
        made.append(_dated(CertificateKind.VIETGAP, "VietGAP trồng trọt, chăn nuôi", 730, rng, day))
    if plan.family.key in ("tea", "rice", "shan_tea", "greens") and not plan.is_branded and rng.random() < 0.06:
        made.append(_dated(CertificateKind.ORGANIC, "Hữu cơ TCVN 11041", 730, rng, day))
    return made


def _dated(kind: CertificateKind, name: str, days: int, rng: random.Random, day: date) -> Certificate:
    """One in twelve has lapsed."""
    age = rng.randint(30, days - 60) if rng.random() > 1 / 12 else days + rng.randint(20, 300)
    issued_on = day - timedelta(days=age)
    return Certificate(
        kind=kind,
        name=name,
        number=f"MAU-{rng.randint(1000, 9999)}",
        issuer="Tổ chức chứng nhận (dữ liệu mẫu)",
        issued_on=issued_on,
        expires_on=issued_on + timedelta(days=days),
    )
