"""The made-up company's faces: ten small drawings, so that a demo looks like a place with people in it.

Drawn, not photographed: nobody's likeness is used, and nothing has to be brought along.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stayline.desk.faces import give_face
from stayline.people.models import Colleague

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

SIDE = 768
"""Pixels of a drawing; the desk keeps a smaller square of it."""

SEEN = (84, 58, 684, 658)
"""What of it is shown: a face fills its circle."""

Colour = str


@dataclass(frozen=True, slots=True)
class Portrait:
    """What one sees of somebody."""

    wall: Colour
    skin: Colour
    hair: Colour
    clothes: Colour
    cut: str = "short"
    """One of: short, long, bob, bun, curls, beard, bald."""
    glasses: bool = False


PORTRAITS = {
    "mara": Portrait("#f3dccb", "#efc3a4", "#6b4a3a", "#27485a", "bob", glasses=True),
    "iris": Portrait("#d9e6f2", "#f0c8ac", "#b0653a", "#4c6a8f", "long"),
    "tom": Portrait("#cfe8dc", "#7c4a2f", "#221a17", "#d98b4a", "short"),
    "tomas": Portrait("#e6e0f0", "#eec0a0", "#3d2f28", "#5b7a58", "beard"),
    "sally": Portrait("#f6e3c0", "#8a5636", "#2a1d18", "#8c3f4d", "curls"),
    "lena": Portrait("#dfe9d2", "#f4d0b4", "#d9ae5f", "#3f6f73", "bun"),
    "petra": Portrait("#f2d9de", "#eebf9f", "#9a9690", "#4a4f6a", "bob"),
    "bea": Portrait("#fbe1d3", "#f3cdb0", "#e0b765", "#0f7a5f", "long"),
    "erik": Portrait("#d6e4ea", "#f0c4a4", "#a8743f", "#c15a3c", "beard"),
    "jonas": Portrait("#e9e2d4", "#e8b894", "#4b372c", "#3d5a80", "bald", glasses=True),
}


def give_portraits() -> None:
    """A face for each of the made-up company's people who has none."""
    for colleague in Colleague.objects.filter(photo__in=["", None]):
        portrait = PORTRAITS.get(colleague.first_name.lower())
        if portrait:
            give_face(colleague, drawn(portrait))


def drawn(portrait: Portrait) -> bytes:
    """A portrait as PNG."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (SIDE, SIDE), portrait.wall)
    pen = ImageDraw.Draw(picture)
    _behind(pen, portrait)
    _shoulders(pen, portrait)
    _head(pen, portrait)
    _hair(pen, portrait)
    _look(pen, portrait)
    kept = io.BytesIO()
    picture.crop(SEEN).save(kept, "PNG")
    return kept.getvalue()


def _round(pen: ImageDraw, x: int, y: int, width: int, height: int, colour: Colour) -> None:
    """An ellipse around a point."""
    pen.ellipse((x - width // 2, y - height // 2, x + width // 2, y + height // 2), fill=colour)


def _behind(pen: ImageDraw, one: Portrait) -> None:
    """Hair that falls behind the head."""
    if one.cut == "long":
        pen.rounded_rectangle((208, 190, 560, 640), 170, fill=one.hair)
    elif one.cut == "bob":
        pen.rounded_rectangle((206, 180, 562, 500), 150, fill=one.hair)
    elif one.cut == "curls":
        for x, y, size in ((232, 330, 190), (536, 330, 190), (262, 220, 200), (506, 220, 200), (384, 170, 220), (228, 430, 150), (540, 430, 150)):  # fmt: skip
            _round(pen, x, y, size, size, one.hair)
    elif one.cut == "bun":
        _round(pen, 384, 118, 150, 140, one.hair)


def _shoulders(pen: ImageDraw, one: Portrait) -> None:
    pen.rounded_rectangle((118, 590, 650, 960), 190, fill=one.clothes)
    pen.rounded_rectangle((316, 480, 452, 660), 60, fill=_darker(one.skin))
    _round(pen, 384, 626, 136, 92, one.skin)


def _head(pen: ImageDraw, one: Portrait) -> None:
    for x in (232, 536):
        _round(pen, x, 372, 64, 92, _darker(one.skin))
    pen.rounded_rectangle((236, 190, 532, 560), 148, fill=one.skin)
    if one.cut == "beard":
        pen.rounded_rectangle((236, 400, 532, 572), 128, fill=one.hair)
        pen.rounded_rectangle((262, 330, 506, 480), 110, fill=one.skin)


def _hair(pen: ImageDraw, one: Portrait) -> None:
    if one.cut == "bald":
        pen.pieslice((222, 250, 300, 400), 120, 250, fill=one.hair)
        pen.pieslice((468, 250, 546, 400), 290, 60, fill=one.hair)
        return
    pen.pieslice((220, 150, 548, 470), 180, 360, fill=one.hair)
    if one.cut in ("long", "bob"):
        pen.polygon([(220, 310), (220, 380), (330, 318), (400, 290), (548, 360), (548, 310)], fill=one.hair)  # fmt: skip
    elif one.cut == "curls":
        for x in (264, 324, 384, 444, 504):
            _round(pen, x, 262, 104, 96, one.hair)
    else:
        pen.polygon([(220, 310), (220, 348), (262, 316), (506, 316), (548, 348), (548, 310)], fill=one.hair)  # fmt: skip


def _look(pen: ImageDraw, one: Portrait) -> None:
    """Eyes, brows and a smile: as little as it takes."""
    ink = "#2b2220"
    for x in (322, 446):
        _round(pen, x, 384, 30, 36, ink)
        pen.arc((x - 42, 322, x + 42, 382), 205, 335, fill=_darker(one.hair), width=11)
    pen.arc((366, 400, 406, 446), 20, 150, fill=_darker(one.skin), width=9)
    pen.chord((326, 430, 442, 516), 10, 170, fill="#ffffff" if one.cut != "beard" else "#fff7f2")
    pen.arc((326, 430, 442, 516), 8, 172, fill=_darker(_darker(one.skin)), width=9)
    if one.glasses:
        for x in (322, 446):
            pen.ellipse((x - 54, 332, x + 54, 438), outline=ink, width=10)
        pen.line((374, 380, 394, 380), fill=ink, width=10)


def _darker(colour: Colour) -> Colour:
    parts = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    return "#" + "".join(f"{round(part * 0.86):02x}" for part in parts)
