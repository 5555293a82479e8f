"""A face as somebody sent it, made into one of ours: read, turned upright, cut square, drawn anew.

Nothing of the file that came is kept: neither its name nor what a camera wrote into it (where, when,
with which telephone), nor anything that only calls itself a picture.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE = 192
"""Pixels of the square that is kept: the largest face of any page, on the finest screen."""
LARGEST_BYTES = 5 * 1024 * 1024
LARGEST_PIXELS = 40_000_000
CONTENT_TYPE = "image/webp"

_TOO_MANY = gettext_lazy("That picture has too many pixels. A smaller one will do.")
_READ = ("JPEG", "PNG", "WEBP", "GIF")


class NotAFace(ValueError):
    """What was sent cannot be a face; the sentence says why, and may be shown as it is."""


def squared(sent: bytes) -> bytes:
    """The same picture as a small square of ours, in WebP. Raises NotAFace."""
    from PIL import Image, ImageOps

    upright = _upright(sent)
    return _on_paper(ImageOps.fit(upright, (SIDE, SIDE), method=Image.Resampling.LANCZOS))


def drawn(sent: bytes, side: int) -> bytes:
    """The same picture drawn anew, in WebP, neither wider nor higher than `side` pixels: nothing of
    the file that came is in it. Raises NotAFace."""
    return _on_paper(_upright(sent, side=side))


def size_of(picture: bytes) -> tuple[int, int]:
    """How wide and how high a picture of ours is, in pixels."""
    from PIL import Image

    with Image.open(BytesIO(picture), formats=("WEBP",)) as opened:
        return opened.size


def _upright(sent: bytes, side: int = 0) -> Image:
    """Its pixels, as it was meant to be held; with a `side` no more of them than that. Raises
    NotAFace."""
    from PIL import Image, ImageOps

    if len(sent) > LARGEST_BYTES and not side:
        raise NotAFace(_("That picture is larger than 5 MB. A smaller one will do."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its size is judged below
            with Image.open(BytesIO(sent), formats=_READ) as picture:
                _not_too_large(*picture.size)
                if side:
                    picture.thumbnail((side, side))  # a photograph is not even read in full
                return ImageOps.exif_transpose(picture).convert("RGBA")
    except NotAFace:
        raise
    except Image.DecompressionBombError as error:  # so many pixels that Pillow itself says no
        raise NotAFace(_TOO_MANY) from error
    except Exception as error:  # a decoder may fail in any way on what somebody made up
        raise NotAFace(_("That is no picture we can read: JPEG, PNG or WebP, please.")) from error


def _on_paper(picture: Image) -> bytes:
    """On white, where it could be seen through."""
    from PIL import Image

    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    kept = BytesIO()
    paper.save(kept, "WEBP", quality=84, method=4)
    return kept.getvalue()


def _not_too_large(width: int, height: int) -> None:
    """Asked before a pixel is decoded: a small file may claim to be an enormous picture."""
    if not 0 < width * height <= LARGEST_PIXELS:
        raise NotAFace(_TOO_MANY)
