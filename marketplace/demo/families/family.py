"""What a family of goods is, and the words to write one down."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.models import ContentUnit, SaleUnit, Storage
from marketplace.demo.rows import Measure, Row

_GRAM = ContentUnit.GRAM


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


def packs(unit: SaleUnit, *amounts: int, content: str = _GRAM) -> tuple[Measure, ...]:
    return tuple(Measure(unit, amount, content) for amount in amounts)


def grades(*pairs: tuple[str, int]) -> tuple[Grade, ...]:
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

# What a label has to say.
FOOD = ("quantity", "made_on", "best_before", "ingredients", "nutrition", "warnings", "storage")
CEREAL = ("quantity", "made_on", "best_before", "warnings")
SPIRIT = ("quantity", "ethanol_percent", "warnings", "lot")
