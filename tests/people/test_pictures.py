"""A face is drawn anew: nothing of the file that came stays in it."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from stayline.people import pictures
from stayline.people.pictures import SIDE, NotAFace, squared


def drawn(width: int, height: int, kind: str = "PNG", **options: object) -> bytes:
    """Left half red, right half blue."""
    picture = Image.new("RGB", (width, height), "red")
    picture.paste("blue", (width // 2, 0, width, height))
    kept = BytesIO()
    picture.save(kept, kind, **options)
    return kept.getvalue()


def seen(picture: bytes) -> Image.Image:
    return Image.open(BytesIO(picture))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_becomes_a_small_square(kind: str) -> None:
    found = seen(squared(drawn(900, 300, kind)))
    assert (found.format, found.size) == ("WEBP", (SIDE, SIDE))


def test_what_the_camera_wrote_is_not_kept() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Bea's"
    exif[0x8825] = {1: "N", 2: (52.0, 31.0, 12.0)}
    kept = squared(drawn(300, 300, "JPEG", exif=exif, comment=b"at home"))
    assert not seen(kept).getexif()
    assert b"Camera" not in kept
    assert b"at home" not in kept


def test_a_picture_that_lies_on_its_side_stands_up() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it a quarter to the right to see it upright
    found = seen(squared(drawn(300, 300, "JPEG", exif=exif))).convert("RGB")
    red, _green, blue = found.getpixel((SIDE // 2, 10))  # type: ignore[misc]
    assert red > 200 > blue


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a<script>alert(1)</script>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
        drawn(300, 300)[:200],
        drawn(300, 300, "TIFF"),
    ],
)
def test_what_is_no_picture_is_refused_with_a_sentence(sent: bytes) -> None:
    with pytest.raises(NotAFace, match="no picture we can read"):
        squared(sent)


def test_a_page_hidden_behind_a_picture_is_not_kept() -> None:
    assert b"<script>" not in squared(drawn(300, 300) + b"<script>alert(1)</script>")


@pytest.mark.parametrize("side", [7_000, 14_000])
def test_an_enormous_picture_is_refused_before_it_is_decoded(side: int) -> None:
    bomb = BytesIO()
    Image.new("1", (side, side)).save(bomb, "PNG")
    assert len(bomb.getvalue()) < 50_000
    with pytest.raises(NotAFace, match="too many pixels"):
        squared(bomb.getvalue())


def test_more_bytes_than_a_face_needs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "LARGEST_BYTES", 100)
    with pytest.raises(NotAFace, match="larger than"):
        squared(drawn(300, 300))
