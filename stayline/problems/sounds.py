"""Sound as we wrote it ourselves: plain WAV, 16 bits a sample, and nothing else in the file.

Whatever calls itself a sound is read sample by sample and written anew before a browser plays it or
an exchange speaks it, so that no player ever sees a byte of somebody else's header.
https://www.rfc-editor.org/rfc/rfc2361 and Microsoft's RIFF/WAVE
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, replace

CONTENT_TYPE = "audio/wav"

LOWEST_RATE, HIGHEST_RATE = 8_000, 48_000
"""Samples a second."""

_PCM, _EXTENSIBLE = 1, 0xFFFE


class NotASound(ValueError):
    """Not the plain kind of WAV that a telephone speaks."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples of 16 bits, interleaved where there are two channels."""

    rate: int
    channels: int
    samples: array[int]

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.channels / self.rate

    @property
    def loudest(self) -> float:
        """Of the loudest sample, from 0 to 1."""
        if not self.samples:
            return 0.0
        return max(max(self.samples), -min(self.samples)) / 32768

    def trimmed(self, *, quiet: float, margin: float) -> Sound:
        """Without the silence before and after, but for `margin` seconds of it. Of one channel."""
        limit = quiet * 32768
        loud = [place for place, one in enumerate(self.samples) if abs(one) > limit]
        if not loud:
            return self
        around = round(margin * self.rate)
        return replace(self, samples=self.samples[max(0, loud[0] - around) : loud[-1] + around + 1])

    def levelled(self, loudest: float) -> Sound:
        """As loud as this at its loudest, from 0 to 1."""
        factor = loudest / self.loudest if self.samples else 1.0
        return replace(self, samples=array("h", (round(one * factor) for one in self.samples)))

    def as_wav(self) -> bytes:
        """The file, written by us from its first byte to its last."""
        data = self.samples
        if sys.byteorder == "big":
            data = array("h", data)
            data.byteswap()
        frame = 2 * self.channels
        head = struct.pack(
            "<4sI4s4sIHHIIHH4sI",
            *(b"RIFF", 36 + 2 * len(data), b"WAVE"),
            *(b"fmt ", 16, _PCM, self.channels, self.rate, self.rate * frame, frame, 16),
            *(b"data", 2 * len(data)),
        )
        return head + data.tobytes()


def read(content: bytes) -> Sound:
    """Raises NotASound."""
    if len(content) < 12 or content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise NotASound("it is no WAV")
    shape: tuple[int, int] | None = None
    for kind, start, size in _chunks(content):
        if kind == b"fmt ":
            shape = _shape(content[start : start + size])
        elif kind == b"data":
            if shape is None:
                break
            return _sound(shape, content[start : start + size])
    raise NotASound("it has no sound in it")


def _chunks(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Kind, place and size of each. Of a file that was never closed, the rest is sound."""
    place = 12
    while place + 8 <= len(content):
        kind, size = struct.unpack_from("<4sI", content, place)
        place += 8
        left = len(content) - place
        if kind == b"data" and size == 0:
            size = left
        yield kind, place, min(size, left)
        place += size + size % 2


def _shape(chunk: bytes) -> tuple[int, int]:
    if len(chunk) < 16:
        raise NotASound("its header is cut off")
    kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", chunk)
    if kind == _EXTENSIBLE and len(chunk) >= 26:
        (kind,) = struct.unpack_from("<H", chunk, 24)
    if kind != _PCM or bits != 16 or channels not in (1, 2):
        raise NotASound("it is not plain 16 bit sound")
    if not LOWEST_RATE <= rate <= HIGHEST_RATE:
        raise NotASound("it has too few or too many samples a second")
    return rate, channels


def _sound(shape: tuple[int, int], data: bytes) -> Sound:
    rate, channels = shape
    whole = len(data) - len(data) % (2 * channels)
    samples = array("h")
    samples.frombytes(data[:whole])
    if sys.byteorder == "big":
        samples.byteswap()
    if not samples:
        raise NotASound("it has no sound in it")
    return Sound(rate, channels, samples)
