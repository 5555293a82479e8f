"""Outlook's winmail.dat: the files, and the words, that are hidden in one ([MS-OXTNEF]). Pure.

Our own, since the one library for it copies the rest of the file for every attribute, so that a
file of tiny attributes takes hours, and loses all files over one it cannot read. This reader is
linear, bounded, keeps what it could read, and raises nothing.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from stayline.channels.mail.charsets import decode

SIGNATURE = b"\x78\x9f\x3e\x22"
MOST_ATTRIBUTES = 5_000

_ATTACHMENT, _FILE_STARTS, _FILE_DATA, _FILE_TITLE, _FILE_PROPERTIES = (
    2, 0x9002, 0x800F, 0x8010, 0x9005,
)  # fmt: skip
_BODY, _CODEPAGE, _PROPERTIES = 0x800C, 0x9007, 0x9003
_P_BODY, _P_HTML, _P_CODEPAGE = 0x1000, 0x1013, 0x3FDE
_P_DATA, _P_NAME, _P_LONG_NAME, _P_TYPE, _P_CID, _P_SHOWN = (
    0x3701, 0x3704, 0x3707, 0x370E, 0x3712, 0x3001,
)  # fmt: skip
_SIZES = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_OBJECT, _TEXT, _UNICODE, _BINARY = 0x0D, 0x1E, 0x1F, 0x102


@dataclass
class TnefFile:
    """One file in it; its name and type are the sender's."""

    name: str = ""
    type: str = ""
    content_id: str = ""
    content: bytes = field(default=b"", repr=False)


@dataclass
class Tnef:
    """What could be read."""

    files: list[TnefFile] = field(default_factory=list)
    text: str = ""
    html: str = ""
    charset: str = "cp1252"


def read_tnef(data: bytes) -> Tnef | None:
    """What is in a winmail.dat; None when it is none."""
    if not data.startswith(SIGNATURE):
        return None
    found = Tnef()
    for level, name, value in _attributes(data):
        if level == _ATTACHMENT:
            _into_file(found, name, value)
        elif name == _CODEPAGE and len(value) >= 4:
            found.charset = f"cp{struct.unpack_from('<I', value)[0]}"
        elif name == _BODY:
            found.text = decode(value, found.charset).rstrip("\0")
        elif name == _PROPERTIES:
            _into_message(found, value)
    found.files = [one for one in found.files if one.content]
    return found


def _attributes(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Level, id and value of each attribute, as far as the data goes."""
    at = 6
    for _ in range(MOST_ATTRIBUTES):
        if at + 9 > len(data):
            return
        level, name, _type, length = struct.unpack_from("<BHHI", data, at)
        yield level, name, data[at + 9 : at + 9 + length]
        at += 9 + length + 2


def _into_file(found: Tnef, name: int, value: bytes) -> None:
    if name == _FILE_STARTS or not found.files:
        found.files.append(TnefFile())
    file = found.files[-1]
    if name == _FILE_DATA:
        file.content = value
    elif name == _FILE_TITLE:
        file.name = file.name or _text(value, found.charset)
    elif name == _FILE_PROPERTIES:
        given = dict(_properties(value, found.charset))
        name_ = given.get(_P_LONG_NAME) or given.get(_P_NAME) or given.get(_P_SHOWN)
        file.name = name_ if isinstance(name_, str) and name_ else file.name
        file.type = str(given.get(_P_TYPE, "")) or file.type
        file.content_id = str(given.get(_P_CID, "")) or file.content_id
        content = given.get(_P_DATA)
        if isinstance(content, bytes) and not file.content:
            # An embedded message has its kind's 16 bytes before it.
            file.content = content[16:] if content[16:20] == SIGNATURE else content


def _into_message(found: Tnef, value: bytes) -> None:
    given = dict(_properties(value, found.charset))
    codepage = given.get(_P_CODEPAGE)
    charset = f"cp{codepage}" if isinstance(codepage, int) and codepage != 65001 else "utf-8"
    body, html = given.get(_P_BODY), given.get(_P_HTML)
    if isinstance(body, str) and body:
        found.text = body
    if isinstance(html, str | bytes):
        found.html = html if isinstance(html, str) else decode(html, charset)


def _text(value: bytes, charset: str) -> str:
    return decode(value, charset).split("\0")[0]


# -- properties ----------------------------------------------------------------------------------


class _Short(Exception):
    """The data ends before the value does."""


@dataclass
class _Reader:
    data: bytes
    at: int = 0

    def number(self) -> int:
        return int(struct.unpack("<I", self.take(4))[0])

    def take(self, size: int) -> bytes:
        if size < 0 or self.at + size > len(self.data):
            raise _Short
        self.at += size
        return self.data[self.at - size : self.at]

    def padded(self, size: int) -> bytes:
        """So many bytes, and what fills up to four."""
        value = self.take(size)
        self.at += -size % 4
        return value


def _properties(data: bytes, charset: str) -> Iterator[tuple[int, str | bytes | int]]:
    """Id and first value of each MAPI property, as far as the data goes."""
    reader = _Reader(data)
    try:
        for _ in range(min(reader.number(), MOST_ATTRIBUTES)):
            kind, name = struct.unpack("<HH", reader.take(4))
            if name >= 0x8000:
                _skip_name(reader)
            value = _value(reader, kind, charset)
            if value is not None:
                yield name, value
    except _Short:
        return


def _skip_name(reader: _Reader) -> None:
    reader.take(16)
    if reader.number() == 0:
        reader.take(4)
    else:
        reader.padded(reader.number())


def _value(reader: _Reader, kind: int, charset: str) -> str | bytes | int | None:
    many, kind = bool(kind & 0x1000), kind & 0xEFFF
    if kind in _SIZES:
        count = reader.number() if many else 1
        data = reader.take(count * _SIZES[kind])
        return struct.unpack_from("<i", data)[0] if len(data) >= 4 and kind == 3 else None
    if kind not in (_OBJECT, _TEXT, _UNICODE, _BINARY):
        raise _Short  # nobody knows how long it is
    count = reader.number()
    if count > MOST_ATTRIBUTES:
        raise _Short
    values = [reader.padded(reader.number()) for _ in range(count)]
    if not values:
        return None
    match kind:
        case 0x1E:
            return _text(values[0], charset)
        case 0x1F:
            return values[0].decode("utf-16-le", "replace").split("\0")[0]
        case _:
            return values[0]
