"""Whether a mail looks like those that people here called spam. Pure.

Each mark of a mail (its words, whom its links lead to, how it is built, what our server found out
about its sender) is counted in spam and in what was helped with; the marks of a new mail are
combined as Gary Robinson and Tim Peters do (Fisher's method, as in SpamBayes). Marks are kept as
numbers only, from which no word can be read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b

from stayline.channels.mail.message import IncomingMail

MOST_MARKS = 800
"""Of one mail: its beginning says what it is."""
MOST_TELLING = 120
"""Marks that are combined: those farthest from saying nothing."""
LEAST_SPAM, LEAST_HELPED = 20, 60
"""Lessons of each kind before anything is screened by what was learnt: after fewer of what was
helped with, every unknown word looks like spam, and one customer in fifty would be screened."""

_WORD = re.compile(r"[^\W\d_]{3,20}|[$€£]\d|\d{1,6}%|!{2,}", re.UNICODE)
_LINK = re.compile(r"https?://(?:[^\s/@<>\"']*@)?([\w.-]{3,80})", re.IGNORECASE)
_DRESS = ("<font", "<center", "<form", "<table", "<script", "<style", "bgcolor", "color=", "style=")
_STRENGTH, _UNKNOWN = 0.45, 0.5


def marks(mail: IncomingMail) -> list[int]:
    """What a mail is known by, each once, as numbers of 64 bits."""
    found: dict[int, None] = {}
    for one in _named(mail):
        found.setdefault(_number(one))
        if len(found) >= MOST_MARKS:
            break
    return list(found)


def _number(mark: str) -> int:
    digest = blake2b(mark.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True) or 1


def sure(spam_lessons: int, ham_lessons: int) -> float:
    """Above it a mail is set aside; below, people decide, since a customer waits behind a mistake.

    Where most of what was learnt is spam, the unknown looks like it, so that more is asked for.
    """
    return 0.95 if ham_lessons >= 2 * spam_lessons else 0.99


def _built(mail: IncomingMail) -> Iterator[str]:
    """How it is made, whatever it says."""
    local, _, domain = mail.sender.normal.rpartition("@")
    named_by = mail.message_id.rpartition("@")[2].lower()
    own = bool(named_by) and named_by.endswith(".".join(domain.split(".")[-2:]))
    yield f"id:{'own' if own else 'another' if named_by else 'none'}"
    yield f"id:.{named_by.rpartition('.')[2]}"
    yield f"thread:{bool(mail.in_reply_to or mail.references)}"
    yield f"date:{mail.sent is not None}"
    yield f"never answered:{mail.never_answer}"
    yield f"to:{min(len(mail.to), 3)} cc:{min(len(mail.cc), 3)}"
    yield f"name:{bool(mail.sender.name)}"
    yield f"digits:{any(char.isdigit() for char in local)}"
    yield f"quotes:{bool(mail.quoted_text)}"
    yield f"broken:{bool(mail.defects)}"
    html = mail.html[:200_000].lower()
    yield from (f"dress:{one}" for one in _DRESS if one in html)


def _named(mail: IncomingMail) -> Iterator[str]:
    yield from _built(mail)
    domain = mail.sender.normal.rpartition("@")[2]
    yield f"from:{domain}"
    yield f"from:.{domain.rpartition('.')[2]}"
    if mail.reply_to and mail.reply_to[0].normal.rpartition("@")[2] != domain:
        yield "replies go elsewhere"
    if not mail.to:
        yield "to nobody"
    if mail.html and "<img" in mail.html.lower():
        yield "pictures"
    yield f"html:{bool(mail.html)}"
    for method, result in mail.authentication.results.items():
        yield f"auth:{method}={result}"
    for file in mail.attachments[:10]:
        yield f"file:{file.type}"
        yield f"file:.{file.name.rpartition('.')[2].lower()[:8]}"
    for word in _WORD.findall(mail.subject[:300]):
        yield f"subject:{word.lower()}"
    if mail.subject.isupper() and len(mail.subject) > 8:
        yield "subject:CAPITALS"
    for host in _LINK.findall(mail.html[:20_000] or mail.text[:20_000])[:20]:
        yield f"link:{'.'.join(host.lower().split('.')[-2:])}"
    for word in _WORD.findall(mail.text[:20_000]):
        yield word.lower() if not word.isupper() else word


def has_learnt(spam_lessons: int, ham_lessons: int) -> bool:
    """Whether enough was learnt to say anything."""
    return spam_lessons >= LEAST_SPAM and ham_lessons >= LEAST_HELPED


def likeness(
    counts: Iterable[tuple[int, int]], *, spam_lessons: int, ham_lessons: int
) -> float | None:
    """How much a mail is like spam, from 0 to 1; None while too little was learnt.

    `counts` has, for each mark that is known, in how many spam and other mails it stood.
    """
    if not has_learnt(spam_lessons, ham_lessons):
        return None
    shares = [_share(spam, ham, spam_lessons, ham_lessons) for spam, ham in counts]
    telling = sorted(shares, key=lambda one: -abs(one - 0.5))[:MOST_TELLING]
    telling = [one for one in telling if abs(one - 0.5) > 0.1]
    if len(telling) < 8:
        return 0.5
    spammy = 1 - _fisher([1 - one for one in telling])
    hammy = 1 - _fisher(telling)
    return (1 + spammy - hammy) / 2


def _share(spam: int, ham: int, spam_lessons: int, ham_lessons: int) -> float:
    """How much one mark speaks for spam; the fewer lessons, the nearer to nothing."""
    in_spam, in_ham = min(1.0, spam / spam_lessons), min(1.0, ham / ham_lessons)
    if in_spam + in_ham == 0:
        return _UNKNOWN
    share, seen = in_spam / (in_spam + in_ham), spam + ham
    return min(0.99, max(0.01, (_STRENGTH * _UNKNOWN + seen * share) / (_STRENGTH + seen)))


def _fisher(shares: list[float]) -> float:
    """The chance that shares as small as these come together by accident (chi-square)."""
    half = -sum(math.log(one) for one in shares)
    term = total = math.exp(-half) if half < 700 else 0.0
    for step in range(1, len(shares)):
        term *= half / step
        total += term
    return min(total, 1.0)


def tally(lessons: Iterable[tuple[list[int], bool]]) -> Mapping[int, tuple[int, int]]:
    """In how many spam and other mails each mark stood."""
    found: dict[int, tuple[int, int]] = {}
    for stood, spam in lessons:
        for mark in stood:
            many = found.get(mark, (0, 0))
            found[mark] = (many[0] + spam, many[1] + (not spam))
    return found
