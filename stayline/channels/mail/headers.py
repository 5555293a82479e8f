"""Header values: encoded words (RFC 2047), parameters (RFC 2231), ids and dates. Never raises."""

from __future__ import annotations

import binascii
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_to_bytes

from stayline.channels.mail.charsets import codec_for, decode

_ENCODED_WORD = re.compile(r"=\?([^?\s*]{1,60})(?:\*[^?\s]{0,40})?\?([bBqQ])\?(.*?)\?=", re.DOTALL)
_MESSAGE_ID = re.compile(r"<\s*([^<>\s][^<>]{0,996}?)\s*>")
_BREAKS = re.compile(r"[\r\n]+[ \t]*|\x00")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]+")


def unfold(value: str) -> str:
    """One line: folding and stray breaks become single blanks (RFC 5322, section 2.2.3)."""
    return _BREAKS.sub(" ", value).strip()


def decode_words(value: str) -> str:
    """A header's text with its encoded words read; words split inside a letter are joined."""
    if "=?" not in value:
        return value
    out: list[str] = []
    run: list[tuple[str, bytes]] = []  # (charset, bytes) of encoded words in a row
    end = 0
    for found in _ENCODED_WORD.finditer(value):
        between = value[end : found.start()]
        if not run or between.strip():
            out += [*_spoken(run), between]
            run = []
        run.append((found[1].lower(), _word_bytes(found[2], found[3])))
        end = found.end()
    return "".join([*out, *_spoken(run), value[end:]])


def _word_bytes(encoding: str, text: str) -> bytes:
    if encoding in "bB":
        return decode_base64(text.encode("latin-1", "replace"))
    plain = text.replace("_", " ").encode("utf-8", "surrogateescape")
    return binascii.a2b_qp(plain)


def _spoken(run: list[tuple[str, bytes]]) -> list[str]:
    """Encoded words in a row as text; neighbours of one charset are decoded as one."""
    joined: list[tuple[str, bytes]] = []
    for charset, data in run:
        if joined and joined[-1][0] == charset:
            joined[-1] = (charset, joined[-1][1] + data)
        else:
            joined.append((charset, data))
    return [decode(data, charset) for charset, data in joined]


def decode_base64(data: bytes, start: int = 0, end: int | None = None) -> bytes:
    """Base64 read as far as it goes: strangers skipped, missing padding added, joined streams.

    A large file is not copied before it is read.
    """
    end = len(data) if end is None else end
    ends = data.find(b"=", start, end)
    if ends >= 0 and data[ends:end].strip(b"=\r\n \t"):
        pieces = re.split(rb"=+", data[start:end])
        return b"".join(decode_base64(piece + b"==") for piece in pieces if piece)
    try:
        return binascii.a2b_base64(memoryview(data)[start:end])
    except binascii.Error:
        return _repair_base64(data[start:end])


def _repair_base64(data: bytes) -> bytes:
    known = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    if len(known) % 4 == 1:
        known = known[:-1]
    try:
        return binascii.a2b_base64(known + b"==")
    except binascii.Error:
        return b""


def readable(value: str) -> str:
    """A header as a person reads it: unfolded, decoded, without control characters."""
    return _CONTROL.sub(" ", decode_words(unfold(value))).strip()


# -- parameters ----------------------------------------------------------------------------------

_PARAMETER = re.compile(
    r";\s*([^\s=;\"]+)\s*=\s*(?:\"((?:[^\"\\]|\\.)*)(?:\"|$)|([^;]*))", re.DOTALL
)


def main_value(value: str) -> str:
    """`text/plain` of `Text/Plain; charset=utf-8`."""
    return value.partition(";")[0].strip().lower()


def parameters(value: str) -> dict[str, str]:
    """A header's parameters, continuations joined and charsets decoded (RFC 2231)."""
    if ";" not in value:
        return {}
    plain: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for found in _PARAMETER.finditer(unfold(value)):
        name = found[1].lower()
        text = re.sub(r"\\(.)", r"\1", found[2]) if found[2] is not None else found[3].strip()
        base, star, rest = name.partition("*")
        if star:
            number = rest.rstrip("*")
            order = int(number) if number.isdigit() and len(number) < 6 else 0
            pieces.setdefault(base, []).append((order, name.endswith("*"), text))
        else:
            plain.setdefault(name, text)
    for base, found_pieces in pieces.items():
        plain[base] = _joined_parameter(found_pieces)
    return plain


def _joined_parameter(pieces: Sequence[tuple[int, bool, str]]) -> str:
    """One parameter of its numbered pieces; the first extended one names the charset."""
    data, charset = b"", ""
    for index, (_, extended, text) in enumerate(sorted(pieces, key=lambda piece: piece[0])):
        value = text
        if extended:
            if index == 0 and value.count("'") >= 2:
                charset, _, value = value.split("'", 2)
            data += unquote_to_bytes(value)
        else:
            data += value.encode("utf-8", "replace")
    return decode(data, charset if codec_for(charset) else "utf-8")


# -- ids and dates -------------------------------------------------------------------------------


def message_ids(value: str) -> tuple[str, ...]:
    """Every `<id>` of a header, without its angles; a bare word counts when there is none."""
    found = tuple(dict.fromkeys(one.replace(" ", "") for one in _MESSAGE_ID.findall(value)))
    if found:
        return found
    return tuple(one for one in value.split() if "@" in one)[:1]


def sent_at(value: str) -> datetime | None:
    """A Date header in UTC; None when it is no date of this world."""
    try:
        at = _date_in(unfold(value).strip())
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
    return at if 1970 <= at.year <= 9000 else None


def _date_in(value: str) -> datetime:
    """By RFC 5322, or as programs write that never read it (ISO 8601). Raises as the library does."""
    try:
        return parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return datetime.fromisoformat(value)
