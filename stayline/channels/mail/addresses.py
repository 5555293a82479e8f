"""Mail addresses as people's programs really write them. Never raises.

A list is cut into mailboxes *before* its encoded words are read, so that a name cannot smuggle a
comma, an angle or a second address into the list (RFC 2047, section 5, and RFC 5322, 3.4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from stayline.channels.mail.headers import readable

MOST_ADDRESSES = 10_000

_LOOKS_LIKE_ADDRESS = re.compile(r"[^\s<>\"(),;:@]{1,64}@[^\s<>\"(),;:@]{1,255}")
_TOKEN = re.compile(
    r"""(?P<quoted>"(?:[^"\\]|\\.)*(?:"|\Z))"""
    r"""|(?P<angle><[^<>]*(?:>|\Z))"""
    r"""|(?P<comment>\()"""
    r"""|(?P<word>=\?[^?\s]+\?[bBqQ]\?[^?]*\?=)"""
    r"""|(?P<comma>,)|(?P<colon>:)|(?P<semicolon>;)"""
    r"""|(?P<space>\s+)"""
    r"""|(?P<atom>[^\s"<(,:;=]+|.)""",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class MailAddress:
    """Who, as written: a display name for people, and an address. Either may be empty."""

    name: str
    address: str

    @property
    def normal(self) -> str:
        """The address as we compare it: lower case, without stray blanks or angles."""
        return normalised(self.address)

    @property
    def is_sendable(self) -> bool:
        """Whether a mail could be sent there at all."""
        return is_address(self.address)

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address


def normalised(address: str) -> str:
    """An address as we compare it. The local part's case is never significant in practice."""
    return address.strip().strip("<>").strip().lower()


def is_address(text: str) -> bool:
    """Whether this is one plain address: no breaks, blanks, commas, or second address in it."""
    local, _, domain = text.rpartition("@")
    return (
        0 < len(local) <= 128
        and 0 < len(domain) <= 253
        and len(text) <= 254
        and re.fullmatch(r"[^\s<>\"(),;:@\\\[\]\x00-\x20\x7f-\x9f]+", local) is not None
        and re.fullmatch(r"[^\W_](?:[\w.-]*[^\W_])?", domain) is not None
        and ".." not in domain
    )


def parse_addresses(value: str) -> tuple[MailAddress, ...]:
    """Every mailbox of an address header, groups opened, in order."""
    if not value.strip():
        return ()
    found: list[MailAddress] = []
    left_over: list[str] = []  # "Smith, Karoline, Example" before <k@…>: commas nobody quoted
    for name, address, angled in _mailboxes(value):
        if not angled and not address and name and "@" not in name:
            left_over.append(name)
            continue
        if left_over and address and name and angled:
            name = ", ".join([*left_over, name])
        else:
            found += [_bare(word) for word in left_over]
        left_over = []
        found.append(MailAddress(*_placed(name, address)))
        if len(found) >= MOST_ADDRESSES:
            break
    found += [_bare(word) for word in left_over]
    return tuple(one for one in found if one.name or one.address)


def _bare(word: str) -> MailAddress:
    """A lonely word: an account on some machine ("root"), or only a name."""
    return MailAddress("", word) if re.fullmatch(r"[\w.+-]+", word) else MailAddress(word, "")


def _placed(name: str, address: str) -> tuple[str, str]:
    """Name and address, each where it belongs: an address that stands in the name moves."""
    if not address and (inside := _LOOKS_LIKE_ADDRESS.search(name)):
        address = inside[0].strip("'")
        name = (name[: inside.start()] + name[inside.end() :]).strip(" '\"()[]<>")
    if name == address or name.strip("'") == address:
        name = ""
    return name, address.strip()


@dataclass
class _Mailbox:
    """What was read of one mailbox so far, still undecoded."""

    phrase: list[str]
    comments: list[str]
    angle: str | None = None

    def done(self) -> tuple[str, str, bool] | None:
        """Name, address, and whether there were angles."""
        words = "".join(self.phrase).strip()
        comments = [readable(one) for one in self.comments if one]
        if self.angle is not None:
            name = _name(words) or " ".join(comments)
            return name, readable(self.angle.strip("<> \t")).replace(" ", ""), True
        if not words:
            return (" ".join(comments), "", True) if comments else None
        if comments:  # user@example.com (The Name), the oldest form
            address = words.strip()
            return " ".join(comments), address if " " not in address else _name(address), False
        return (
            (_name(words), "", False) if "@" not in words else (*_placed(_name(words), ""), False)
        )


def _name(words: str) -> str:
    name = re.sub(r"\s+(?=\?=|$)", "", words)
    decoded = readable(name)
    if len(decoded) > 1 and decoded[0] == decoded[-1] and decoded[0] in "\"'":
        decoded = decoded[1:-1].strip()
    return decoded.replace('\\"', '"')


def _mailboxes(value: str) -> Iterator[tuple[str, str, bool]]:
    box = _Mailbox([], [])
    at = 0
    while at < len(value):
        token = _TOKEN.match(value, at)
        if token is None:
            break
        at = token.end()
        match token.lastgroup:
            case "comment":
                comment, at = _comment(value, at)
                box.comments.append(comment)
            case "angle" if box.angle is None:
                box.angle = token[0]
            case "comma" | "semicolon":
                if (done := box.done()) is not None:
                    yield done
                box = _Mailbox([], [])
            case "colon" if box.angle is None and not _is_route(value, at):
                box = _Mailbox([], [])  # a group's name
            case "colon":
                if (done := box.done()) is not None:
                    yield done
                box = _Mailbox([], [])
            case "quoted":
                inner = token[0][1:].removesuffix('"')
                box.phrase.append(re.sub(r"\\(.)", r"\1", inner))
            case _:
                box.phrase.append(token[0])
    if (done := box.done()) is not None:
        yield done


def _is_route(value: str, at: int) -> bool:
    """`mailto:` is no group."""
    return value[max(0, at - 7) : at].lower() == "mailto:"


def _comment(value: str, at: int) -> tuple[str, int]:
    """A comment's text, nested ones included, and where it ends."""
    depth, start = 1, at
    while at < len(value):
        char = value[at]
        if char == "\\":
            at += 1
        elif char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
            if depth == 0:
                return value[start:at], at + 1
        at += 1
    return value[start:], at


def ambiguity(headers: list[str]) -> str | None:
    """Why the From headers of a mail name nobody for certain; None when they name one address.

    Two addresses, two headers, a group, angles in a row, or a display name that is somebody
    else's address: programs differ in whom they show, so nobody is believed (CERT VU#517845).
    """
    if not headers:
        return gettext_noop("there is no From")
    if len(headers) > 1:
        return gettext_noop("there are two From headers")
    value = headers[0]
    boxes = parse_addresses(value)
    addresses = {box.normal for box in boxes if box.address}
    if len(addresses) != 1:
        if not addresses:
            return gettext_noop("From names no address")
        return gettext_noop("From names several addresses")
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', "", value)
    if bare.count("<") > 1 or bare.count(">") > 1 or re.search(r">\s*:|:\s*<", bare):
        return gettext_noop("From is written ambiguously")
    named = {normalised(one) for box in boxes for one in _LOOKS_LIKE_ADDRESS.findall(box.name)}
    if named - addresses:
        return gettext_noop("the name in From is somebody else's address")
    if not next(box for box in boxes if box.address).is_sendable:
        return gettext_noop("From is no address one could write to")
    return None
