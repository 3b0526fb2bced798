"""The invented sellers: three of them belong to the cast, the others are spread over the 92 communes."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache

from marketplace.demo import cast
from marketplace.kernel import phones, places, text
from sellers.models import SellerKind

# What is grown and made where, by former district, the most typical first.
_GOODS = {
    "Thái Nguyên": ("tea", "scented_tea", "vegetables", "fruit", "tea_bags", "cured", "honey", "greens", "plants"),
    "Sông Công": ("tea", "vegetables", "cured", "greens"),
    "Phổ Yên": ("tea", "honey", "fruit", "crafts", "tea_bags"),
    "Phú Bình": ("poultry", "rice", "beans", "eggs", "vegetables", "sauces", "fish", "herbs", "starch"),
    "Đồng Hỷ": ("tea", "noodles", "bamboo", "honey", "fermented_tea"),
    "Võ Nhai": ("fruit", "honey", "beans", "greens", "cakes", "ready", "vegetables"),
    "Phú Lương": ("tea", "rice", "cakes", "herbs", "fruit", "starch", "plants", "herbal_tea"),
    "Đại Từ": ("tea", "fermented_tea", "mushroom", "cured", "beans", "rice", "fish"),
    "Định Hóa": ("rice", "cakes", "crafts", "ready", "noodles", "tea"),
    "Bắc Kạn": ("turmeric", "mushroom", "cured", "herbal_tea", "herbs", "dried_fruit", "sauces", "vegetables"),
    "Ba Bể": ("vegetables", "fish", "cakes", "rice", "meat", "crafts", "tours", "noodles", "greens"),
    "Bạch Thông": ("fruit", "vegetables", "herbs", "turmeric", "dried_fruit"),
    "Chợ Đồn": ("rice", "shan_tea", "spirits", "dried_fruit", "fruit", "sauces"),
    "Chợ Mới": ("bamboo", "fruit", "dried_fruit", "sauces", "rice", "honey"),
    "Na Rì": ("noodles", "starch", "cakes", "honey", "bamboo"),
    "Ngân Sơn": ("rice", "fruit", "mushroom", "dried_fruit", "vegetables", "bamboo"),
    "Pác Nặm": ("fruit", "meat", "greens", "syrup", "starch", "honey", "rice"),
}
# More sellers where a speciality is known far away.
_EXTRA = {"05503": 6, "05818": 3, "05692": 3, "05641": 2, "02185": 2, "05917": 2, "05740": 2, "01843": 3, "01906": 3}

_WORDS = (
    "Đồng Tâm", "An Lành", "Quê Hương", "Suối Trong", "Nắng Mới", "Bình Minh", "Mùa Vàng", "Hương Rừng", "Đất Lành",
    "Tâm An", "Chung Sức", "Xanh", "Sương Sớm", "Khởi Sắc", "Đồi Gió", "Tín Nghĩa", "Hợp Lực", "Mộc Mạc",
    "Thuận Hoà", "Bản Mới", "Ấm No", "Gió Ngàn", "Hoa Ban", "Núi Xanh", "Vui Mùa", "Lúa Chín",
)  # fmt: skip
_FAMILY_NAMES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Dương", "Nông", "Ma", "Lý", "Triệu", "Bàn", "Đặng", "Hà", "Lường",
    "Vũ", "Đỗ", "Phan", "Ngô", "La", "Chu",
)  # fmt: skip
_WOMEN = (
    "Thắm", "Huệ", "Mai", "Thuỷ", "Hiền", "Nga", "Liên", "Phượng", "Duyên", "Hạnh", "Thu", "Yến", "Loan", "Bích",
    "Nhung", "Oanh", "Xuân", "Tuyết", "Thoa", "Vui", "Én", "Chiêm", "Mơ", "Pẩu", "Nhài", "Sim", "Đào", "Gấm",
)  # fmt: skip
_MEN = (
    "Quang", "Thành", "Dũng", "Sơn", "Hải", "Khánh", "Toàn", "Vượng", "Lâm", "Tiến", "Bảo", "Cường", "Thắng",
    "Phúc", "Chính", "Hưởng", "Dần", "Tài", "Kiên", "Hoạt", "Luân", "Mạnh", "Giang", "Vinh", "Trọng", "Nghiệp",
)  # fmt: skip
_HOUSEHOLD = {
    "tea": "Nương chè nhà {}",
    "scented_tea": "Trà nhà {}",
    "fermented_tea": "Trà nhà {}",
    "shan_tea": "Nương chè nhà {}",
    "tea_bags": "Trà nhà {}",
    "herbal_tea": "Vườn thuốc nhà {}",
    "rice": "Ruộng nhà {}",
    "beans": "Vườn nhà {}",
    "starch": "Nương nhà {}",
    "noodles": "Lò miến nhà {}",
    "vegetables": "Vườn rau nhà {}",
    "greens": "Vườn rau nhà {}",
    "bamboo": "Rừng măng nhà {}",
    "mushroom": "Trại nấm nhà {}",
    "fruit": "Vườn nhà {}",
    "dried_fruit": "Vườn nhà {}",
    "poultry": "Trại gà nhà {}",
    "eggs": "Trại gà nhà {}",
    "meat": "Trại lợn nhà {}",
    "cured": "Bếp khói nhà {}",
    "fish": "Thuyền nhà {}",
    "honey": "Trại ong nhà {}",
    "turmeric": "Vườn nghệ nhà {}",
    "herbs": "Vườn thuốc nhà {}",
    "cakes": "Bếp bánh nhà {}",
    "ready": "Bếp nhà {}",
    "sauces": "Bếp nhà {}",
    "spirits": "Bếp nhà {}",
    "syrup": "Bếp nhà {}",
    "crafts": "Nhà đan {}",
    "plants": "Vườn ươm nhà {}",
    "tours": "Nhà sàn {}",
}  # fmt: skip
_TRADE = {
    "tea": "chè", "scented_tea": "trà hương", "fermented_tea": "chè", "shan_tea": "chè Shan", "tea_bags": "chè",
    "herbal_tea": "dược liệu", "rice": "lúa gạo", "beans": "nông sản", "starch": "nông sản", "noodles": "miến dong",
    "vegetables": "rau củ", "greens": "rau an toàn", "bamboo": "măng", "mushroom": "nấm", "fruit": "cây ăn quả",
    "dried_fruit": "trái cây sấy", "poultry": "gà đồi", "eggs": "gà đồi", "meat": "chăn nuôi",
    "cured": "đặc sản gác bếp", "fish": "thuỷ sản", "honey": "nuôi ong", "turmeric": "nghệ", "herbs": "dược liệu",
    "cakes": "bánh quê", "ready": "ẩm thực", "sauces": "gia vị", "spirits": "men lá", "syrup": "quả ngâm",
    "crafts": "mây tre cọ", "plants": "cây giống", "tours": "du lịch",
}  # fmt: skip
_HAMLETS = (
    "Nà Pài", "Khuôn Gà", "Đồng Danh", "Gò Móc", "Cây Thị", "Bản Chang", "Khau Ngoà", "Nà Lìu", "Đồng Đình",
    "Làng Cả", "Pác Nghè", "Tân Tiến", "Lũng Luông", "Suối Cạn", "Đồi Chè", "Cầu Đá", "Bản Tèn", "Nà Muồng",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shop:
    number: int
    name: str
    # What a title adds to tell this maker's goods from another's.
    brand: str
    slug: str
    kind: SellerKind
    commune: str
    district: str
    families: tuple[str, ...]
    owner: cast.Person
    hamlet: str
    # Months since it opened.
    age_months: int
    dispatch_days: int

    @property
    def phone(self) -> str:
        return phones.to_e164(self.owner.phone)


@cache
def shops() -> tuple[Shop, ...]:
    """The cast's three first, then one or more of each commune, always the same."""
    made = list(_cast_shops())
    used = {shop.name for shop in made}
    for commune in places.communes().values():
        for turn in range(1 + _EXTRA.get(commune.code, 0)):
            shop = _invent(len(made) + 1, commune, turn, used)
            used |= {shop.name, shop.brand}
            made.append(shop)
    return tuple(made)


def _cast_shops() -> tuple[Shop, ...]:
    def shop(number: int, name: str, brand: str, kind: SellerKind, commune: str, *families: str) -> Shop:
        person = (cast.LAN, cast.HUNG, cast.MINH)[number - 1]
        district = "Võ Nhai" if commune == "05725" else "Thái Nguyên"
        return Shop(
            number, name, brand, text.slugify(name), kind, commune, district, families, person, _HAMLETS[number], 14, 1
        )

    return (
        shop(1, "Nương chè nhà Lan", "nhà Lan", SellerKind.HOUSEHOLD, "05503", "tea"),
        shop(
            2, "HTX chè Tân Cương Đồi Xanh", "Đồi Xanh", SellerKind.COOPERATIVE, "05503",
            "tea", "scented_tea", "tea_bags", "fermented_tea", "tea_sweet", "tours",
        ),
        shop(3, "Trại ong nhà Minh", "nhà Minh", SellerKind.HOUSEHOLD, "05725", "honey"),
    )  # fmt: skip


def _invent(number: int, commune: places.Commune, turn: int, used: set[str]) -> Shop:
    rng = random.Random(f"shop {commune.code} {turn}")
    district = commune.former_districts[turn % len(commune.former_districts)]
    goods = _GOODS[district]
    first = goods[0] if turn else rng.choice(goods[:4])
    rest = [key for key in goods if key != first]
    kind = rng.choices(list(SellerKind), weights=(52, 36, 12))[0]
    count = {SellerKind.HOUSEHOLD: 2, SellerKind.COOPERATIVE: 4, SellerKind.COMPANY: 5}[kind]
    families = (first, *rng.sample(rest, min(count, len(rest))))
    owner = _person(rng, number)
    name, brand = _name(rng, kind, commune, first, owner, used)
    return Shop(
        number=number,
        name=name,
        brand=brand,
        slug=text.slugify(name),
        kind=kind,
        commune=commune.code,
        district=district,
        families=families,
        owner=owner,
        hamlet=rng.choice(_HAMLETS),
        age_months=rng.randint(2, 40),
        dispatch_days=rng.choice((1, 1, 1, 2, 2, 3)),
    )


def _person(rng: random.Random, number: int) -> cast.Person:
    is_woman = rng.random() < 0.5
    given = rng.choice(_WOMEN if is_woman else _MEN)
    middle = "Thị" if is_woman else rng.choice(("Văn", "Đức", "Xuân", "Hữu"))
    return cast.Person(f"owner{number}", f"{rng.choice(_FAMILY_NAMES)} {middle}", given, f"0912 001 {number:03d}")


def _name(
    rng: random.Random, kind: SellerKind, commune: places.Commune, first: str, owner: cast.Person, used: set[str]
) -> tuple[str, str]:
    """A name that nobody has yet, and the short one that stands in titles."""
    words = rng.sample(_WORDS, len(_WORDS))
    if kind == SellerKind.HOUSEHOLD:
        options = [_household(first, owner.first_name), _household(first, f"{owner.first_name} {commune.short_name}")]
        for name in options:
            if name not in used:
                return name, f"nhà {owner.first_name}"
    prefix = "Công ty" if kind == SellerKind.COMPANY else "HTX"
    for word in words:
        name = f"{prefix} {_TRADE[first]} {commune.short_name} {word}"
        if name not in used:
            return name, word
    raise ValueError("no name is left")


def _household(first: str, given: str) -> str:
    return _HOUSEHOLD[first].format(given)
