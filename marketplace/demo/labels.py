"""What stands on the label of each family of goods (Decree 37/2026, Annex I; FACTS 3)."""

from __future__ import annotations

from catalog.domain import units
from marketplace.demo.goods import Goods, Pack

_INGREDIENTS = {
    "tea": "100% búp chè tươi",
    "scented_tea": "Chè xanh, hoa tươi ướp hương",
    "tea_bags": "100% lá chè xanh",
    "fermented_tea": "100% búp chè",
    "shan_tea": "100% búp chè Shan tuyết",
    "noodles": "100% tinh bột dong riềng, nước",
    "mushroom": "100% nấm",
    "cured": "Thịt, muối, gừng, rượu, gia vị",
    "honey": "100% mật ong",
    "turmeric": "100% nghệ",
    "sauces": "Nguyên liệu chính như tên gọi, muối, nước",
    "syrup": "Quả mơ, đường kính",
    "fish": "Cá, tôm, muối, thính, gia vị",
}
_NUTRITION = {
    "tea": "Mỗi 100 ml nước pha: 1 kcal; đạm 0 g; béo 0 g; đường 0 g",
    "honey": "Mỗi 100 g: 320 kcal; đường 80 g; đạm 0,3 g; béo 0 g",
    "noodles": "Mỗi 100 g: 350 kcal; bột đường 86 g; đạm 0,4 g; béo 0,1 g",
    "cured": "Mỗi 100 g: 430 kcal; đạm 24 g; béo 36 g; muối 3 g",
    "turmeric": "Mỗi 100 g: 340 kcal; bột đường 78 g; đạm 6 g; béo 2 g",
    "cakes": "Mỗi 100 g: 230 kcal; bột đường 42 g; đạm 5 g; béo 5 g",
}
_WARNINGS = {
    "spirits": "Không bán cho người dưới 18 tuổi. Không lái xe sau khi uống rượu, bia.",
    "honey": "Không dùng cho trẻ dưới 1 tuổi.",
    "cured": "Nấu chín trước khi ăn.",
    "tea": "Không dùng khi có mùi lạ hoặc bị mốc.",
}
_STORAGE = {
    "AMBIENT": "Nơi khô, mát, tránh nắng",
    "CHILLED": "Ngăn mát 2–8 °C",
    "FROZEN": "Ngăn đông −18 °C",
    "LIVE": "Hàng sống, nhận là dùng hoặc nuôi tiếp",
}
HEALTH_FOOD_PHRASES = (
    "Thực phẩm bảo vệ sức khỏe",
    "Thực phẩm này không phải là thuốc, không có tác dụng thay thế thuốc chữa bệnh",
)


def label_of(goods: Goods, pack: Pack) -> dict[str, object]:
    """The fields that the family must fill, and the two phrases of health food where it is one."""
    values: dict[str, object] = {field: _value(field, goods, pack) for field in goods.family.label_fields}
    if "TPBVSK" in goods.row.certificates:
        values["phrases"] = list(HEALTH_FOOD_PHRASES)
    return values


def _value(field: str, goods: Goods, pack: Pack) -> object:
    key = goods.family.key
    match field:
        case "quantity":
            measure = pack.measure
            return units.pack_label(sale_unit=measure.unit, content_amount=measure.amount, content_unit=measure.content)
        case "ingredients":
            return "Gạo nếp, thịt lợn, đỗ xanh, lá dong" if "chưng" in goods.title else _ingredients(goods)
        case "nutrition":
            return _NUTRITION.get(key, "Đang cập nhật theo kết quả kiểm nghiệm")
        case "warnings":
            return _WARNINGS.get(key, "Không dùng khi bao bì hở hoặc quá hạn.")
        case "storage":
            return _STORAGE[goods.storage]
        case "best_before":
            return f"{goods.shelf_life_days} ngày kể từ ngày sản xuất"
        case "ethanol_percent":
            return 25 if "chuối" in goods.title else 14 if "mơ" in goods.title else 30
        case _:
            return "In trên bao bì"


def _ingredients(goods: Goods) -> str:
    return _INGREDIENTS.get(goods.family.key, f"100% {goods.row.title.split(' ')[0].lower()} như tên gọi")
