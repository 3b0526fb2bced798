"""Illustrations in one manner: a tinted ground, a disc, a hill, and the thing itself in the middle.

The drawings are vectors; typst, which also makes our PDFs, turns a whole batch of scenes into pixels at once.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

import typst
from PIL import Image

_FOLDER = Path(__file__).parent
SIZE = 640
# Ground and disc, as warm and quiet as the pages around them.
_TINTS = (
    ("#E4EFD9", "#C7DDB4"),
    ("#FBEFD3", "#F4DDA4"),
    ("#FCE7D3", "#F7CDA4"),
    ("#F1E8E2", "#DFCFC3"),
    ("#E6ECE8", "#C9D8CF"),
    ("#F6F0DC", "#E9DDB4"),
    ("#FBE6DC", "#F3CBB8"),
    ("#E3EEF0", "#C2D9DE"),
)
_HILLS = (
    "M0 318c70-34 132-30 200-8s132 20 200-12v102H0z",
    "M0 300c80 18 130 26 200 6s130-24 200 4v90H0z",
    "M0 326c60-10 120-46 200-36s140 40 200 22v88H0z",
)
# Where copies of the thing stand: left, top and scale of a drawing of 32 units.
_PLACES = {
    "single": ((96.0, 96.0, 6.5),),
    "pair": ((58.0, 86.0, 5.2), (168.0, 132.0, 5.4)),
    "trio": ((120.0, 66.0, 4.6), (66.0, 168.0, 4.6), (190.0, 172.0, 4.6)),
    "behind": ((158.0, 74.0, 5.8), (62.0, 140.0, 5.4)),
}
ARRANGEMENTS = ("single", "pair", "pack", "trio")
VARIANTS = 8


@dataclass(frozen=True, slots=True)
class Scene:
    subject: str
    # Zero to seven: which arrangement, tint and hill.
    variant: int
    # The drawing of the wrapping behind it, or "".
    pack: str = ""

    @property
    def svg(self) -> str:
        tint = _TINTS[(_home_tint(self.subject) + _TINT_STEPS[self.variant % VARIANTS]) % len(_TINTS)]
        return (
            _template()
            .substitute(
                ground=tint[0],
                disc=tint[1],
                hill=_HILLS[self.variant % len(_HILLS)],
                things="".join(_placed(name, *place) for name, place in self._things()),
            )
            .strip()
        )

    def _things(self) -> list[tuple[str, tuple[float, float, float]]]:
        arrangement = ARRANGEMENTS[self.variant % len(ARRANGEMENTS)]
        if arrangement == "pack":
            names: tuple[str, ...] = (self.pack, self.subject) if self.pack else (self.subject,)
            places = _PLACES["behind" if self.pack else "single"]
        else:
            places = _PLACES[arrangement]
            names = (self.subject,) * len(places)
        return list(zip(names, places, strict=True))


# Small steps first, so that the tints near the natural one are the common ones.
_TINT_STEPS = (0, 1, 5, 3, 4, 0, 2, 7)


def render(scenes: Sequence[Scene], *, size: int = SIZE) -> list[Image.Image]:
    """Square RGB pictures in the order of the scenes."""
    files = {f"{index}.svg": scene.svg.encode() for index, scene in enumerate(scenes)}
    pages = "\n#pagebreak()\n".join(f'#image("{name}", width: {size}pt)' for name in files)
    source = f"#set page(width: {size}pt, height: {size}pt, margin: 0pt)\n{pages}"
    # The stubs of typst leave out the form with several files.
    made = typst.compile({"main.typ": source.encode(), **files}, format="png", ppi=72)  # type: ignore[call-overload]
    return [_picture(page) for page in (made if isinstance(made, list) else [made])]


def _picture(png: bytes) -> Image.Image:
    with Image.open(io.BytesIO(png)) as image:
        return image.convert("RGB")


@cache
def _template() -> Template:
    return Template((_FOLDER / "scene.svg").read_text(encoding="utf-8"))


@cache
def _drawing(name: str) -> str:
    """What is inside the outer <svg> of a drawing."""
    path = _FOLDER / "drawn" / f"{name}.svg"
    if not path.exists():
        path = _FOLDER / "icons" / f"{name}.svg"
    text = path.read_text(encoding="utf-8")
    return text[text.index(">") + 1 : text.rindex("</svg>")]


def _placed(name: str, left: float, top: float, scale: float) -> str:
    return f'<g transform="translate({left} {top}) scale({scale})">{_drawing(name)}</g>'


def _home_tint(subject: str) -> int:
    """The same for the same thing; spread over the tints for different ones."""
    return _HOMES.get(subject, sum(subject.encode()) % len(_TINTS))


_HOMES = {"tea": 0, "dry-tea": 5, "tea-basket": 1, "teapot": 4, "honey-pot": 1, "honey-bottle": 5, "persimmon": 2}
