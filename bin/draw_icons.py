#!/usr/bin/env python3
"""Draws the mark as the pictures that telephones and browsers want, into the desk's img folder.

The mark is img/mark.svg: two circles of radius 3.25 at (6, 6) and (18, 18) in a square of 24, and
between them the line M6 6 v6 a6 6 0 0 0 6 6 h6. It stands on paper, inside the middle four fifths,
which stay visible however a telephone cuts its icons (W3C, Web Application Manifest, "maskable").
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parent.parent / "stayline" / "desk" / "static" / "desk" / "img"
INK, PAPER = "#14795a", "#ffffff"
FINER = 8
SAFE = 0.62
"""How much of the picture's side the mark takes."""


def mark(side: int) -> Image.Image:
    big = side * FINER
    picture = Image.new("RGB", (big, big), PAPER)
    draw = ImageDraw.Draw(picture)
    unit = big * SAFE / 24
    edge = (big - 24 * unit) / 2

    def at(value: float) -> float:
        return edge + value * unit

    def disc(x: float, y: float, radius: float) -> None:
        draw.ellipse([at(x - radius), at(y - radius), at(x + radius), at(y + radius)], fill=INK)

    half = 2.25 / 2
    draw.rectangle([at(6 - half), at(6), at(6 + half), at(12)], fill=INK)
    draw.rectangle([at(12), at(18 - half), at(18), at(18 + half)], fill=INK)
    box = [at(6 - half), at(6 - half), at(18 + half), at(18 + half)]
    draw.arc(box, 90, 180, fill=INK, width=round(2 * half * unit))
    disc(6, 6, 3.25)
    disc(18, 18, 3.25)
    return picture.resize((side, side), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    for side in (180, 192, 512):
        mark(side).quantize(64).save(FOLDER / f"icon-{side}.png", optimize=True)
