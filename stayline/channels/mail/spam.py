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

MOST_MARKS = 400
"""Of one mail: its beginning says what it is."""
MOST_TELLING = 120
"""Marks that are combined: those farthest from saying nothing."""
LEAST_LESSONS = 20
"""Of each kind, before anything is screened by what was learnt."""
SURE = 0.99
"""Above it a mail is set aside; between, people decide, since a customer waits behind a mistake."""

_WORD = re.compile(r"[^\W\d_]{3,20}|[$€£]\d|\d{1,6}%|!{2,}", re.UNICODE)
_LINK = re.compile(r"https?://(?:[^\s/@<>\"']*@)?([\w.-]{3,80})", re.IGNORECASE)
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


def _named(mail: IncomingMail) -> Iterator[str]:
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


def likeness(
    counts: Iterable[tuple[int, int]], *, spam_lessons: int, ham_lessons: int
) -> float | None:
    """How much a mail is like spam, from 0 to 1; None while too little was learnt.

    `counts` has, for each mark that is known, in how many spam and other mails it stood.
    """
    if min(spam_lessons, ham_lessons) < LEAST_LESSONS:
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
