"""Families of goods: how each is packed, graded, kept and labelled."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.models import ContentUnit, SaleUnit, Storage
from marketplace.demo.rows import Measure, Row

_G, _ML = ContentUnit.GRAM, ContentUnit.MILLILITRE


@dataclass(frozen=True, slots=True)
class Grade:
    """A word of the title and where in the price range it stands, in percent."""

    words: str
    level: int

    def suits(self, row: Row) -> bool:
        """Some words fit only some goods of a family: a leaf-wrapped cake, a dried shoot."""
        wanted = _ONLY_FOR.get(self.words)
        return wanted is None or any(word in row.title.casefold() for word in wanted)


@dataclass(frozen=True, slots=True)
class Family:
    key: str
    # A category path of the row begins with one of these words, the longest wins.
    category: str
    # How many offers of different makers one kind of goods gets.
    offers: int
    grades: tuple[Grade, ...]
    shelf_life_days: int
    storage: Storage = Storage.AMBIENT
    # Packs by the unit of the row; a row in another unit is sold as it is.
    packs: tuple[Measure, ...] = ()
    # Thousandths of a kilogram that one step is, where goods are weighed.
    step_thousandths: int = 500
    is_billed_by_weight: bool = False
    needs_cold: bool = False
    label_fields: tuple[str, ...] = ()
    illustration: str = "basket"


def _packs(unit: SaleUnit, *amounts: int, content: str = _G) -> tuple[Measure, ...]:
    return tuple(Measure(unit, amount, content) for amount in amounts)


def _grades(*pairs: tuple[str, int]) -> tuple[Grade, ...]:
    return tuple(Grade(words, level) for words, level in pairs)


# The words on the left are said only of goods whose name has one of those on the right.
_ONLY_FOR = {
    "lá lưỡi lợn": ("măng khô",),
    "không xông lưu huỳnh": ("măng khô",),
    "củ nhỏ": ("măng tươi", "măng đắng", "măng vầu"),
    "chọn củ": ("khoai", "gừng", "nghệ"),
    "không thuốc ép": ("chuối",),
    "quả to": ("bưởi", "na ", "ổi", "thanh long", "hồng", "lê", "cam", "quýt"),
    "gói lá dong": ("bánh chưng",),
    "mới gói": ("bánh chưng", "coóc mò", "bánh gio", "bánh ngải"),
    "nhân đầy": ("bánh chưng", "trứng kiến"),
    "ít ngọt": ("bánh khảo", "pẻng phạ", "bánh ngải"),
    "mới dỡ": ("khoai",),
    "nương cao": ("chè", "trà", "ngô"),
    "phòng sàn gỗ": ("homestay",),
    "buổi sáng": ("trải nghiệm",),
    "cuối tuần": ("trải nghiệm", "homestay"),
    "trọn ngày": ("trải nghiệm",),
    "dáng đẹp": ("hoa đào",),
    "nụ nhiều": ("hoa đào",),
    "gốc khoẻ": ("cây giống",),
    "khâu kỹ": ("nón",),
    "đan tay": ("mây tre", "mành"),
    "hoa văn cổ": ("thổ cẩm",),
    "hun khói mía": ("lạp sườn", "thịt"),
    "treo 20 ngày": ("lạp sườn", "thịt"),
    "ướp mắc khén": ("thịt", "lạp sườn"),
    "ủ 6 tháng": ("tương", "giấm"),
    "hũ sành": ("tương",),
    "vị cay": ("chấm", "tép"),
    "đánh lưới": ("cá",),
    "con to": ("cá",),
    "ong nội": ("mật ong",),
    "cầu chín": ("mật ong",),
    "quay ly tâm": ("mật ong",),
    "hạ thuỷ phần": ("mật ong",),
    "lọc thô": ("mật ong",),
    "dùng làm bánh": ("bột",),
    "nghiền mịn": ("bột",),
    "nếp nương": ("cơm lam", "xôi"),
    "phần to": ("xôi", "khâu"),
    "nấu trong ngày": ("cơm lam", "xôi", "đậu phụ"),
    "xát dối": ("gạo",),
    "xát kỹ": ("gạo",),
    "dẻo": ("hồng treo",),
    "ít đường": ("ô mai", "siro", "chuối"),
    "phơi nắng": ("miến", "bún", "phở", "mỳ", "lạc", "đậu", "đỗ", "vừng", "hạt", "ô mai"),
    "tai nhỏ": ("linh chi",),
    "chân ngắn": ("nấm hương",),
    "gà so": ("trứng",),
}

FOOD = ("quantity", "made_on", "best_before", "ingredients", "nutrition", "warnings", "storage")
CEREAL = ("quantity", "made_on", "best_before", "warnings")
HEALTH_FOOD = (*FOOD, "phrases")
SPIRIT = ("quantity", "ethanol_percent", "warnings", "lot")

_TEA_GRADES = _grades(
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
_DRY_GRADES = _grades(
    ("loại 1", 70),
    ("vụ mới", 62),
    ("loại ngon", 52),
    ("phơi nắng", 58),
    ("chọn kỹ", 82),
    ("nhà trồng", 48),
)

FAMILIES = (
    Family(
        "tea",
        "Chè – Trà",
        15,
        _TEA_GRADES,
        540,
        packs=_packs(SaleUnit.PACK, 100, 200, 500),
        label_fields=FOOD,
        illustration="tea",
    ),
    Family(
        "scented_tea",
        "Chè – Trà > Trà ướp hương",
        7,
        _grades(("ướp 3 lần", 60), ("ướp 5 lần", 85), ("ướp hoa tươi", 72), ("quà biếu", 90), ("loại 1", 50)),
        365,
        packs=_packs(SaleUnit.BOX, 50, 100, 200),
        label_fields=FOOD,
        illustration="scented_tea",
    ),
    Family(
        "tea_bags",
        "Chè – Trà > Trà túi lọc, bột trà",
        6,
        _grades(("nguyên chất", 70), ("nghiền mịn", 82), ("dùng làm bánh", 45), ("loại 1", 58)),
        540,
        packs=_packs(SaleUnit.BOX, 50, 100, 200),
        label_fields=FOOD,
        illustration="tea_bags",
    ),
    Family(
        "fermented_tea",
        "Chè – Trà > Hồng trà, ô long, bạch trà",
        6,
        _grades(("loại 1", 55), ("búp non", 80), ("hái tay", 72), ("vụ xuân", 86), ("ủ chậm", 66), ("quà biếu", 90)),
        720,
        packs=_packs(SaleUnit.BOX, 50, 100, 200),
        label_fields=FOOD,
        illustration="teacup",
    ),
    Family(
        "shan_tea",
        "Chè – Trà > Trà Shan tuyết",
        9,
        _grades(
            ("cổ thụ", 85), ("hái tay", 68), ("một tôm hai lá", 74), ("loại 1", 52), ("vụ xuân", 90), ("sao củi", 60)
        ),
        720,
        packs=_packs(SaleUnit.PACK, 100, 200, 500),
        label_fields=FOOD,
        illustration="tea",
    ),
    Family(
        "herbal_tea",
        "Chè – Trà > Trà thảo mộc",
        5,
        _grades(("sao vàng", 60), ("phơi sương", 72), ("loại 1", 50), ("hái rừng", 82)),
        365,
        packs=_packs(SaleUnit.PACK, 100, 200, 500),
        label_fields=FOOD,
        illustration="herb",
    ),
    Family(
        "tea_sweet",
        "Chè – Trà > Sản phẩm từ trà",
        1,
        _grades(("giòn", 60)),
        180,
        label_fields=FOOD,
        illustration="peanut",
    ),
    Family(
        "rice",
        "Gạo – Ngũ cốc",
        9,
        _grades(
            ("vụ mới", 70),
            ("xát dối", 62),
            ("sạch", 58),
            ("ruộng bậc thang", 82),
            ("chọn hạt", 76),
            ("nhà cấy", 45),
            ("xát kỹ", 50),
            ("không tẩm hương", 66),
        ),
        180,
        packs=_packs(SaleUnit.BAG, 2000, 5000, 10000),
        label_fields=CEREAL,
        illustration="rice",
    ),
    Family(
        "beans",
        "Gạo – Ngũ cốc > Đậu, lạc, vừng",
        8,
        _DRY_GRADES,
        270,
        packs=_packs(SaleUnit.PACK, 500, 1000),
        label_fields=CEREAL,
        illustration="beans",
    ),
    Family(
        "starch",
        "Gạo – Ngũ cốc > Ngô, khoai, bột",
        7,
        _grades(("loại 1", 70), ("mới dỡ", 58), ("nhà trồng", 48), ("nương cao", 76), ("sạch", 60)),
        30,
        label_fields=CEREAL,
        illustration="corn",
    ),
    Family(
        "noodles",
        "Miến – Bún – Mì khô",
        10,
        _grades(
            ("tráng tay", 76),
            ("sợi nhỏ", 62),
            ("sợi to", 50),
            ("phơi nắng", 66),
            ("không phẩm màu", 70),
            ("loại 1", 56),
            ("cột lạt", 46),
            ("nguyên chất", 84),
        ),
        365,
        packs=_packs(SaleUnit.PACK, 500, 1000),
        label_fields=FOOD,
        illustration="noodles",
    ),
    Family(
        "vegetables",
        "Rau – Củ – Nấm",
        7,
        _grades(("sạch", 55), ("loại 1", 72), ("nhà trồng", 45), ("chọn củ", 80), ("mới hái", 62)),
        15,
        storage=Storage.CHILLED,
        illustration="greens",
    ),
    Family(
        "greens",
        "Rau – Củ – Nấm > Rau ăn lá",
        7,
        _grades(("sạch", 55), ("mới hái", 62), ("hái non", 78), ("nhà trồng", 45), ("tưới nước suối", 68)),
        4,
        storage=Storage.CHILLED,
        step_thousandths=500,
        illustration="greens",
    ),
    Family(
        "bamboo",
        "Rau – Củ – Nấm > Măng",
        7,
        _grades(("loại 1", 70), ("củ nhỏ", 62), ("lá lưỡi lợn", 86), ("hái rừng", 74), ("không xông lưu huỳnh", 80)),
        10,
        storage=Storage.CHILLED,
        label_fields=(),
        illustration="bamboo",
    ),
    Family(
        "mushroom",
        "Rau – Củ – Nấm > Nấm, mộc nhĩ",
        9,
        _grades(
            ("tai nhỏ", 70), ("loại 1", 60), ("sấy than", 66), ("cánh dày", 82), ("nhà trồng", 48), ("chân ngắn", 76)
        ),
        365,
        packs=_packs(SaleUnit.PACK, 100, 200, 500),
        label_fields=FOOD,
        illustration="mushroom",
    ),
    Family(
        "fruit",
        "Trái cây",
        10,
        _grades(
            ("loại 1", 72),
            ("quả to", 86),
            ("chín cây", 78),
            ("vườn nhà", 48),
            ("hái trong ngày", 66),
            ("loại vừa", 36),
            ("vườn đồi", 58),
            ("không thuốc ép", 62),
            ("đầu mùa", 90),
        ),
        7,
        illustration="fruit",
    ),
    Family(
        "dried_fruit",
        "Trái cây > Trái cây sấy, hạt",
        8,
        _grades(("ít đường", 66), ("loại 1", 60), ("phơi nắng", 72), ("dẻo", 55), ("quà biếu", 88), ("nhà làm", 48)),
        180,
        packs=_packs(SaleUnit.BAG, 500, 1000),
        label_fields=FOOD,
        illustration="dried_fruit",
    ),
    Family(
        "poultry",
        "Thịt – Trứng – Thuỷ sản > Gia cầm",
        12,
        _grades(
            ("thả đồi 5 tháng", 78),
            ("ăn ngô thóc", 66),
            ("gà mái tơ", 70),
            ("gà trống", 60),
            ("gà ri lai", 50),
            ("chân nhỏ", 56),
            ("gà trống thiến", 92),
            ("vườn đồi", 46),
        ),
        3,
        storage=Storage.CHILLED,
        is_billed_by_weight=True,
        needs_cold=True,
        illustration="chicken",
    ),
    Family(
        "eggs",
        "Thịt – Trứng – Thuỷ sản > Trứng",
        9,
        _grades(("nhặt trong ngày", 70), ("gà so", 84), ("gà ri", 66), ("lòng đỏ sậm", 74), ("nhà nuôi", 48)),
        21,
        label_fields=(),
        illustration="egg",
    ),
    Family(
        "meat",
        "Thịt – Trứng – Thuỷ sản > Thịt tươi",
        9,
        _grades(
            ("ba chỉ", 72), ("nạc vai", 62), ("mông sấn", 50), ("sườn non", 92), ("chân giò", 34), ("nạc thăn", 80)
        ),
        4,
        storage=Storage.CHILLED,
        is_billed_by_weight=True,
        needs_cold=True,
        illustration="meat",
    ),
    Family(
        "cured",
        "Thịt – Trứng – Thuỷ sản > Thịt chế biến, gác bếp",
        7,
        _grades(("loại 1", 66), ("hun khói mía", 74), ("treo 20 ngày", 84), ("nhà làm", 50), ("ướp mắc khén", 78)),
        60,
        storage=Storage.CHILLED,
        packs=_packs(SaleUnit.PACK, 300, 500, 1000),
        needs_cold=True,
        label_fields=FOOD,
        illustration="sausage",
    ),
    Family(
        "fish",
        "Thịt – Trứng – Thuỷ sản > Cá, tôm",
        6,
        _grades(("loại 1", 70), ("đánh lưới", 62), ("nhà làm", 50), ("con to", 86), ("vị cay", 56)),
        60,
        storage=Storage.CHILLED,
        needs_cold=True,
        label_fields=FOOD,
        illustration="fish",
    ),
    Family(
        "honey",
        "Mật ong – Sản phẩm từ ong",
        13,
        _grades(
            ("nguyên chất", 70),
            ("ong nội", 82),
            ("quay ly tâm", 56),
            ("vụ mới", 64),
            ("cầu chín", 88),
            ("nhà nuôi", 46),
            ("hạ thuỷ phần", 60),
            ("lọc thô", 50),
        ),
        720,
        packs=_packs(SaleUnit.BOTTLE, 350, 500, 1000, content=_ML),
        label_fields=FOOD,
        illustration="honey",
    ),
    Family(
        "turmeric",
        "Nghệ – Dược liệu",
        5,
        _grades(("lắng lọc 7 lần", 76), ("nguyên chất", 70), ("nghệ nếp", 82), ("sấy lạnh", 64)),
        720,
        packs=_packs(SaleUnit.BOX, 100, 200, 500),
        label_fields=FOOD,
        illustration="ginger",
    ),
    Family(
        "herbs",
        "Nghệ – Dược liệu > Dược liệu khác",
        7,
        _grades(("phơi râm", 64), ("sao vàng", 70), ("loại 1", 56), ("hái rừng", 82), ("thái nhỏ", 60)),
        540,
        packs=_packs(SaleUnit.PACK, 200, 500, 1000),
        label_fields=FOOD,
        illustration="herb",
    ),
    Family(
        "cakes",
        "Bánh – Đặc sản chế biến",
        8,
        _grades(
            ("gói lá dong", 66),
            ("nhà làm", 50),
            ("mới gói", 62),
            ("nhân đầy", 80),
            ("ít ngọt", 70),
            ("vị truyền thống", 58),
            ("đặt trước 1 ngày", 74),
        ),
        5,
        label_fields=FOOD,
        illustration="cake",
    ),
    Family(
        "ready",
        "Bánh – Đặc sản chế biến > Món chế biến sẵn",
        7,
        _grades(("nhà làm", 50), ("nấu trong ngày", 70), ("nếp nương", 82), ("phần to", 88), ("vị truyền thống", 60)),
        3,
        storage=Storage.CHILLED,
        label_fields=FOOD,
        illustration="bento",
    ),
    Family(
        "sauces",
        "Bánh – Đặc sản chế biến > Tương, giấm, gia vị",
        7,
        _grades(("ủ 6 tháng", 76), ("nhà làm", 50), ("loại 1", 62), ("vị cay", 58), ("hũ sành", 86)),
        365,
        label_fields=FOOD,
        illustration="sauce",
    ),
    Family("spirits", "Đồ uống có cồn", 1, _grades(("ủ lâu", 70)), 1825, label_fields=SPIRIT, illustration="wine"),
    Family(
        "syrup",
        "Đồ uống không cồn",
        7,
        _grades(("ngâm 6 tháng", 72), ("ít đường", 64), ("đậm vị", 80), ("nhà làm", 50)),
        365,
        label_fields=FOOD,
        illustration="juice",
    ),
    Family(
        "crafts",
        "Thủ công mỹ nghệ",
        7,
        _grades(
            ("đan tay", 66),
            ("cỡ lớn", 90),
            ("cỡ nhỏ", 18),
            ("hoa văn cổ", 80),
            ("khâu kỹ", 58),
            ("loại đẹp", 74),
        ),
        3650,
        illustration="basket",
    ),
    Family(
        "plants",
        "Sinh vật cảnh – Giống",
        8,
        _grades(("dáng đẹp", 78), ("nụ nhiều", 62), ("loại 1", 55), ("gốc khoẻ", 48), ("cỡ nhỏ", 15), ("cỡ lớn", 92)),
        20,
        illustration="seedling",
    ),
    Family(
        "tours",
        "Du lịch cộng đồng",
        6,
        _grades(
            ("cuối tuần", 70), ("gia đình 4 người", 88), ("buổi sáng", 30), ("trọn ngày", 76), ("phòng sàn gỗ", 60)
        ),
        365,
        illustration="house",
    ),
)


def family_of(row: Row) -> Family:
    return family_of_path(" > ".join(row.category))


def family_of_path(path: str) -> Family:
    """The family with the longest beginning of the path; of a group without one, the first family inside."""
    around = [f for f in FAMILIES if path.startswith(f.category)]
    if around:
        return max(around, key=lambda family: len(family.category))
    return next(f for f in FAMILIES if f.category.startswith(path))


def family(key: str) -> Family:
    return next(f for f in FAMILIES if f.key == key)
