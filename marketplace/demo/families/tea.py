"""Tea and what is made with it."""

from __future__ import annotations

from catalog.models import SaleUnit
from marketplace.demo.families.family import FOOD, Family, grades, packs

_TEA_GRADES = grades(
    ("loại đặc biệt", 92),
    ("loại 1", 60),
    ("hái tay", 66),
    ("vụ xuân", 82),
    ("vụ thu", 58),
    ("nương cao", 74),
    ("sao suốt thủ công", 70),
    ("loại ngon", 48),
    ("sao củi", 62),
    ("uống hằng ngày", 25),
    ("hương cốm", 78),
    ("đầu mùa", 86),
    ("cánh nhỏ", 68),
    ("nước xanh", 40),
)

TEA = (
    Family(
        "tea",
        "Chè – Trà",
        15,
        _TEA_GRADES,
        540,
        packs=packs(SaleUnit.PACK, 100, 200, 500),
        label_fields=FOOD,
        illustration="tea",
    ),
    Family(
        "scented_tea",
        "Chè – Trà > Trà ướp hương",
        7,
        grades(("ướp 3 lần", 60), ("ướp 5 lần", 85), ("ướp hoa tươi", 72), ("quà biếu", 90), ("loại 1", 50)),
        365,
        packs=packs(SaleUnit.BOX, 50, 100, 200),
        label_fields=FOOD,
        illustration="scented_tea",
    ),
    Family(
        "tea_bags",
        "Chè – Trà > Trà túi lọc, bột trà",
        6,
        grades(("nguyên chất", 70), ("nghiền mịn", 82), ("dùng làm bánh", 45), ("loại 1", 58)),
        540,
        packs=packs(SaleUnit.BOX, 50, 100, 200),
        label_fields=FOOD,
        illustration="tea_bags",
    ),
    Family(
        "fermented_tea",
        "Chè – Trà > Hồng trà, ô long, bạch trà",
        6,
        grades(("loại 1", 55), ("búp non", 80), ("hái tay", 72), ("vụ xuân", 86), ("ủ chậm", 66), ("quà biếu", 90)),
        720,
        packs=packs(SaleUnit.BOX, 50, 100, 200),
        label_fields=FOOD,
        illustration="teacup",
    ),
    Family(
        "shan_tea",
        "Chè – Trà > Trà Shan tuyết",
        9,
        grades(
            ("cổ thụ", 85), ("hái tay", 68), ("một tôm hai lá", 74), ("loại 1", 52), ("vụ xuân", 90), ("sao củi", 60)
        ),
        720,
        packs=packs(SaleUnit.PACK, 100, 200, 500),
        label_fields=FOOD,
        illustration="tea",
    ),
    Family(
        "herbal_tea",
        "Chè – Trà > Trà thảo mộc",
        5,
        grades(("sao vàng", 60), ("phơi sương", 72), ("loại 1", 50), ("hái rừng", 82)),
        365,
        packs=packs(SaleUnit.PACK, 100, 200, 500),
        label_fields=FOOD,
        illustration="herb",
    ),
    Family(
        "tea_sweet",
        "Chè – Trà > Sản phẩm từ trà",
        1,
        grades(("giòn", 60)),
        180,
        label_fields=FOOD,
        illustration="peanut",
    ),
)
