"""Arrivals: whoever comes, by whatever way, has a person from that instant.

Doorways call `arrive` once per arrival; threading, parsing and evidence are theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from stayline.hours import promise_due
from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.ids import (
    ColleagueId,
    ContactId,
    DoorId,
    PartyId,
    ProblemId,
    TextId,
    WordId,
)
from stayline.ownership.problem import Aside
from stayline.people import duty
from stayline.people.models import Colleague, Customer, Door
from stayline.problems import company, journal, promising, statements, tokens
from stayline.problems import models as m
from stayline.problems.arrangements import Entrance


def arrive(
    door: Door,
    customer: Customer | None,
    at: datetime,
    *,
    arrival: ev.Arrival = ev.Arrival.MAIL,
    subject: str = "",
    screened: Aside | None = None,
    customers_colleague: int | None = None,
    contact: ContactId | None = None,
) -> journal.Answer:
    """Open a problem at a door. It rings the door's host, who owns it from this instant.

    `customers_colleague` is set when the customer also works here, `contact` when they are on the
    line now. Must run in the transaction
    that stores what arrived. Raises `duty.NobodyAnswers` when nobody stands behind the door.
    """
    with journal.deciding(savepoint=False):
        entrance = company.arrangements().entrance(door.pk)
        known, burden, ((number,),) = statements.ask(
            _known_to(customer), _burdens(entrance), journal.NEW_PROBLEM
        )
        round_ = duty.round_for(
            entrance.door,
            at,
            known=list(dict.fromkeys(who for (who,) in known)),
            language=customer.language if customer else "",
            burden=dict(burden),
            turns=entrance.turns,
        )
        due = promise_due(
            max(at, round_.starts),
            door.promise_minutes,
            entrance.hours,
            longest_days=door.promise_longest_days,
        )
        command = do.Open(
            at=at,
            problem=ProblemId(number),
            arrival=arrival,
            door=DoorId(door.pk),
            hosts=tuple(ColleagueId(who) for who in round_.hosts),
            fallback=ColleagueId(door.fallback_id),
            reviewer=ColleagueId(door.reviewer_or_fallback_id),
            promise=due,
            principal=PartyId(customer.pk) if customer else None,
            principal_colleague=(
                ColleagueId(customers_colleague) if customers_colleague is not None else None
            ),
            screened=screened,
            contact=contact,
        )
        return journal.begin(command, subject=_without_tokens(subject)[0])


def encounter(
    by: Colleague,
    customer: Customer,
    at: datetime,
    *,
    door: Door | None = None,
    subject: str = "",
    due: datetime | None = None,
    arrival: ev.Arrival = ev.Arrival.ENCOUNTER,
) -> journal.Answer:
    """A colleague met a customer: the problem is theirs from now on."""
    me = ColleagueId(by.pk)
    command = do.Open(
        at=at,
        problem=journal.new_problem_id(),
        arrival=arrival,
        door=DoorId(door.pk) if door else None,
        hosts=(me,),
        fallback=ColleagueId(door.fallback_id) if door else me,
        reviewer=ColleagueId(door.reviewer_or_fallback_id) if door else me,
        promise=promising.terms(by.pk, door, at, due=due).due,
        principal=PartyId(customer.pk),
    )
    return journal.open_problem(command, subject=subject)


def round_again(problem: m.Problem, at: datetime) -> tuple[ColleagueId, ...]:
    """The hosts a problem rings when it is brought back."""
    if problem.door_id is None:
        return (ColleagueId(problem.owner_id),)
    entrance = company.arrangements().entrance(problem.door_id)
    (burden,) = statements.ask(_burdens(entrance))
    hosts = duty.round_for(entrance.door, at, burden=dict(burden), turns=entrance.turns).hosts
    return tuple(ColleagueId(who) for who in hosts)


def answer_due(problem: m.Problem, at: datetime) -> datetime:
    """By when a word from the customer's side is answered, by default."""
    return promising.default_due(problem.owner_id, problem.door, at)


_KNOWN_TO = """
SELECT owner_id FROM problems_problem
WHERE principal_id = %s AND stage NOT IN ('set aside', 'ringing') ORDER BY opened_at DESC LIMIT 5
"""
_BURDENS = """
SELECT owner_id, count(*) FROM problems_problem
WHERE owner_id = ANY(%s) AND stage IN ('ringing', 'owned', 'proposed') GROUP BY owner_id
"""


def _known_to(customer: Customer | None) -> statements.Query:
    """Colleagues who own this customer's problems, the latest first."""
    return _KNOWN_TO, [customer.pk if customer else None]


def _burdens(entrance: Entrance) -> statements.Query:
    """How many open problems each who takes turns at a door owns."""
    return _BURDENS, [sorted({turn.colleague for turn in entrance.turns})]


# -- what a command refers to --------------------------------------------------------------------


def store_contact(
    kind: m.ContactKind, door: Door | None, at: datetime, problems: Sequence[int]
) -> m.Contact:
    """One meeting with somebody outside, and the problems it is about."""
    contact = m.Contact(pk=statements.new_id(m.Contact), kind=kind, door=door, started_at=at)
    about = [m.Contact.problems.through(contact=contact, problem_id=one) for one in problems]
    with statements.at_once():
        statements.insert([contact])
        statements.insert(about)
    return contact


def store_word(
    problem: ProblemId | int,
    kind: m.WordKind,
    at: datetime,
    text: str,
    *,
    colleague: int | None = None,
    customer: int | None = None,
    contact: m.Contact | None = None,
    subject: str = "",
    quoted: str = "",
    html: str = "",
    sender: str = "",
    trouble: str = "",
) -> WordId:
    """Keep a word; a command then says what was done with it."""
    text, subject, quoted, html, sender = _without_tokens(text, subject, quoted, html, sender)
    word = m.Word(
        pk=statements.new_id(m.Word),
        problem_id=problem,
        kind=kind,
        at=at,
        text=text.replace("\x00", ""),
        colleague_id=colleague,
        customer_id=customer,
        contact=contact,
        subject=subject[:500].replace("\x00", ""),
        quoted=quoted.replace("\x00", ""),
        html=html.replace("\x00", ""),
        sender=sender[:500].replace("\x00", ""),
        trouble=trouble,
    )
    statements.insert([word])
    return WordId(word.pk)


def _without_tokens(*texts: str) -> Sequence[str]:
    """Whoever answers quotes our mail, with their own link and reply address in it: who reads
    their words here must not be able to answer in their place."""
    found = _tokens_of_ours(one for text in texts for one in tokens.looking_like_tokens(text))
    return [tokens.blanked(text, found) for text in texts] if found else texts


def _tokens_of_ours(possible: Iterable[str]) -> list[str]:
    secrets = {tokens.digest(one): one for one in possible}
    if not secrets:
        return []
    known = m.Token.objects.filter(digest__in=list(secrets)).values_list("digest", flat=True)
    return [secrets[digest] for digest in known]


_SEARCHED = 2_000_000
"""Bytes of a file: the words of a mail come before what is attached to it."""


def file_without_tokens(content: bytes) -> bytes:
    """The same of a file: a returned mail, or one that somebody forwards as a file."""
    if content.startswith(_SAVED_BY_OUTLOOK):
        return _saved_without_tokens(content)
    if b"\x00" in content[:4096]:
        return content  # no text
    text = content.decode("latin-1")
    unbroken = text[:_SEARCHED].replace("=\r\n", "").replace("=\n", "")
    for token in _tokens_of_ours(tokens.looking_like_tokens(unbroken)):
        cut = "(?:=\r?\n)?".join(token)  # where a mail program broke the line in the token
        text = re.sub(cut, tokens.BLANK, text, flags=re.IGNORECASE)
    return text.encode("latin-1")


_SAVED_BY_OUTLOOK = b"\xd0\xcf\x11\xe0"


def _saved_without_tokens(content: bytes) -> bytes:
    """The same of a mail that Outlook saved: its letters may stand there as two bytes each.
    Nothing in it moves."""
    narrow = content[:_SEARCHED].replace(b"\x00", b"").decode("latin-1")
    for token in _tokens_of_ours(tokens.looking_like_tokens(narrow)):
        for encoding in ("ascii", "utf-16-le"):
            stands = re.compile(re.escape(token.encode(encoding)), re.IGNORECASE)
            content = stands.sub(tokens.BLANK.encode(encoding), content)
    return content


def store_text(problem: int, kind: m.TextKind, by: int, text: str, at: datetime) -> TextId:
    """Keep a brief, a reason or a reference."""
    stored = m.Text(
        pk=statements.new_id(m.Text), problem_id=problem, kind=kind, by_id=by, text=text, at=at
    )
    statements.insert([stored])
    return TextId(stored.pk)
