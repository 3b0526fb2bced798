"""The cast of every test and of the demo: Lan grows tea, Hùng keeps a cooperative's books, Minh sells honey and must
see nothing of Lan's, Hoa buys, Vân approves, Tuấn runs the site."""

from __future__ import annotations

from dataclasses import dataclass

# Everybody of the cast signs in with it, by phone or e-mail; it exists in demo data and tests only.
DEMO_PASSWORD = "xutra-demo-2026"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Person:
    key: str
    last_name: str
    first_name: str
    phone: str
    email: str = ""


LAN = Person("lan", "Nguyễn Thị", "Lan", "0912 000 001")
HUNG = Person("hung", "Trần Văn", "Hùng", "0912 000 002", "hung@demo.xutra.example")
MINH = Person("minh", "Lê Văn", "Minh", "0912 000 003")
HOA = Person("hoa", "Phạm Thị", "Hoa", "0912 000 004", "hoa@demo.xutra.example")
VAN = Person("van", "Hoàng Thị", "Vân", "0912 000 005", "van@demo.xutra.example")
ADMIN = Person("admin", "Quản", "Trị", "0912 000 009", "admin@demo.xutra.example")

EVERYONE = (LAN, HUNG, MINH, HOA, VAN, ADMIN)
OFFICER_GROUPS = ("Cán bộ duyệt", "Biên tập viên", "Kế toán")
