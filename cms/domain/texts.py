"""The pages that the site starts with. Their words stand in pages/<slug>.<language>.html, easy to correct."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent / "pages"
_HEADING = re.compile(r"<h2>(.*?)</h2>|(<operator></operator>)", re.DOTALL)

Block = tuple[str, object]


@dataclass(frozen=True, slots=True)
class StartPage:
    slug: str
    title: str
    lead: str
    title_en: str = ""
    lead_en: str = ""


START_PAGES = (
    StartPage(
        "gioi-thieu",
        "Về Xứ Trà",
        "Chợ nông sản Thái Nguyên, từ đồi nhà đến bếp bạn.",
        "About Xứ Trà",
        "The farm market of Thái Nguyên, from the hill to your kitchen.",
    ),
    StartPage("ban-hang", "Bán hàng cùng Xứ Trà", "Mở gian hàng không mất tiền; có cán bộ giúp từng bước."),
    StartPage("giao-hang-doi-tra", "Giao hàng và đổi trả", "Hàng đi thế nào, chưa ưng thì làm sao."),
    StartPage("khieu-nai", "Khiếu nại", "Gửi đến đâu, bao lâu được trả lời."),
    StartPage(
        "xep-hang",
        "Cách xếp hạng",
        "Vì sao món này đứng trước món kia.",
        "How ranking works",
        "Why one item stands before another.",
    ),
    StartPage("dieu-khoan", "Điều khoản sử dụng", "Thoả thuận khi mua và bán trên Xứ Trà."),
    StartPage("quyen-rieng-tu", "Quyền riêng tư", "Chúng tôi giữ gì về bạn, để làm gì, giữ bao lâu."),
)


def body_of(slug: str, language: str) -> list[Block]:
    """The page's blocks, or none where it has no text in that language."""
    path = _FOLDER / f"{slug}.{language}.html"
    if not path.exists():
        return []
    text = path.read_text(encoding="utf-8")
    blocks: list[Block] = []
    end = 0
    for mark in _HEADING.finditer(text):
        blocks += _paragraphs(text[end : mark.start()])
        blocks.append(("heading", mark[1]) if mark[1] else ("operator", None))
        end = mark.end()
    return blocks + _paragraphs(text[end:])


def _paragraphs(html: str) -> list[Block]:
    return [("text", html.strip())] if html.strip() else []
