"""Bytes into text, whatever a mail says (or does not say) about its charset. Never raises.

Declared names follow the WHATWG's practice (https://encoding.spec.whatwg.org/#names-and-labels):
who says iso-8859-1 means windows-1252, who says gb2312 means gb18030.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from functools import lru_cache

_MEANT = {
    "ascii": "utf-8",
    "us-ascii": "utf-8",
    "utf8": "utf-8",
    "utf-8": "utf-8-sig",
    "unicode-1-1-utf-7": "utf-7",
    "unicode": "utf-16",
    "latin1": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "gb-2312": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "euc-kr": "cp949",
    "windows-874": "cp874",
    "tis-620": "cp874",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
}
#: Codecs that are not text encodings, or that can be made to do endless work.
_NEVER = {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem"}
#: A declared name whose text is worth guessing: it says nothing.
_SAYS_NOTHING = {"", "unknown", "x-unknown", "unknown-8bit", "8bit", "binary", "default", "none"}
_WESTERN = {"cp1252", "cp1250", "iso-8859-15", "iso-8859-2", "utf-8", "utf-8-sig", "cp1254"}
_ESCAPES = re.compile(rb"\x1b(?:\$[@B]|\([BJI]|\$\(D)")
_HANZI = re.compile(rb"(?:[\xb0-\xf7][\xa1-\xfe]|[\xa1-\xa9][\xa1-\xfe])+")


@lru_cache(maxsize=512)
def codec_for(declared: str) -> str | None:
    """The Python codec for a declared charset name; None when there is no such thing."""
    name = declared.strip().strip("\"'").lower().replace(" ", "")
    if name in _SAYS_NOTHING:
        return None
    for candidate in (name, re.split(r"[^a-z0-9_:.-]", name)[0], re.sub(r"^cp-", "cp", name)):
        meant = _MEANT.get(candidate, candidate)
        try:
            found = codecs.lookup(meant)
        except (LookupError, ValueError):
            continue
        if found.name not in _NEVER and getattr(found, "_is_text_encoding", True):
            return meant
    return None


def decode(data: bytes, declared: str = "", hints: Iterable[str] = ()) -> str:
    """Text of `data`: by its declared charset, else by what it looks like.

    A declared charset that cannot be true (its bytes do not fit) gives way to a guess; what fits
    nowhere is shown with replacement characters rather than lost.
    """
    codec = codec_for(declared)
    if codec is not None:
        text = _strictly(data, codec)
        if text is not None:
            return text
    guess = guess_codec(data, hints)
    if codec is not None and guess == "cp1252" and codec not in ("utf-8", "utf-8-sig"):
        return data.decode(codec, "replace")
    if codec == "utf-8-sig" and _mostly_utf8(data):
        return data.decode("utf-8", "replace")
    return data.decode(guess, "replace")


def guess_codec(data: bytes, hints: Iterable[str] = ()) -> str:
    """What undeclared bytes are most likely written in; `hints` are charsets named nearby."""
    if _ESCAPES.search(data) and _strictly(data, "iso2022_jp_ext") is not None:
        return "iso2022_jp_ext"
    if _strictly(data, "utf-8") is not None:
        return "utf-8"
    hinted = [codec for hint in hints if (codec := codec_for(hint))]
    if _looks_chinese(data) and not set(hinted) - _WESTERN:
        return "gb18030"
    return next((one for one in hinted if _strictly(data, one) is not None), "cp1252")


def _looks_chinese(data: bytes) -> bool:
    """High bytes in pairs only: no western text is written like that (a Cyrillic one may be)."""
    high = sum(byte > 0x7F for byte in data[:4000])
    hanzi = sum(len(found) for found in _HANZI.findall(data[:4000]))
    return high >= 4 and hanzi >= high * 0.95 and _strictly(data, "gb18030") is not None


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError, OverflowError):
        return None


def _mostly_utf8(data: bytes) -> bool:
    """Whether only a few bytes break it: a cut in the middle of a letter, for example."""
    broken = data.decode("utf-8", "replace").count("\ufffd")
    return broken * 20 <= sum(byte > 0x7F for byte in data)
