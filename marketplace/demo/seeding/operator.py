"""Who runs the demo market, plainly invented: the footer and the legal pages then read as they will."""

from __future__ import annotations

from wagtail.models import Site

from cms.models import OperatorSettings

_OPERATOR = {
    "legal_name": "Hợp tác xã Chợ số Xứ Trà (đơn vị minh hoạ)",
    "tax_code": "0000000000",
    "address": "Xóm Minh Hoạ, xã Tân Cương, tỉnh Thái Nguyên",
    "phone": "0912 000 009",
    "email": "lienhe@demo.xutra.example",
    "representative": "Ông Quản Trị (nhân vật minh hoạ)",
    "licence": "Số đăng ký minh hoạ 00/2026, chưa phải đăng ký thật",
}


def seed_operator() -> int:
    """Only where nobody has named an operator yet."""
    operator = OperatorSettings.for_site(Site.objects.get(is_default_site=True))
    if operator.legal_name:
        return 0
    for name, value in _OPERATOR.items():
        setattr(operator, name, value)
    operator.save()
    return 1
