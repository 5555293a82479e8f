"""Mails to be sent: written in the transaction of the decision that caused them.

Each copy is one row, to one recipient, with a reply address and a page link of their own. The job
that sends it is deferred in the same transaction and carries nothing but the row's number.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings

from stayline.channels.mail.compose import File, Mailbox, NotSendable, compose
from stayline.channels.mail.jobs import defer
from stayline.channels.mail.models import MailKind, Outgoing, Placed, RawMail
from stayline.channels.mail.texts import Language, Letter, in_language
from stayline.people.languages import read_by, spoken
from stayline.people.models import Address, AddressKind, Colleague, Customer, Door, DoorKind
from stayline.problems import statements
from stayline.problems.models import Problem, Token, TokenKind
from stayline.problems.tokens import digest, new_token

log = structlog.get_logger(__name__)

ACKNOWLEDGEMENTS_A_DAY = 1
"""To one correspondent (RFC 3834, section 2); a second one says nothing new."""

AUTOMATIC_A_DAY = 6
"""Of all automatic mails to one correspondent: whatever goes wrong, it stops there."""

ACKNOWLEDGEMENTS_AN_HOUR = 500
"""To everybody together: nobody floods strangers through us."""


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Somebody who gets a copy: a customer, or a colleague who has been asked by mail."""

    address: str
    name: str
    language: str
    time_zone: str
    customer: Customer | None = None
    colleague: Colleague | None = None

    @property
    def texts(self) -> Language:
        return in_language(self.language)

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.split() else ""

    def moment(self, at: datetime) -> str:
        return self.texts.moment(at, self.time_zone)


Writes = Callable[[Reader, str], Letter]
"""Writes one reader's letter, with the link that is theirs."""


# -- who reads -----------------------------------------------------------------------------------


def reader_of(problem: Problem, customer: Customer) -> Reader | None:
    """Where a customer reads mail about this problem; None when they have no mail address."""
    addresses = list(Address.objects.filter(customer=customer, kind=AddressKind.MAIL))
    if not addresses:
        return None
    verified = next((one.value for one in addresses if one.verified_at), addresses[0].value)
    wrote_from = None
    if len(addresses) > 1:
        mails = RawMail.objects.filter(
            problem=problem, sender__in=[one.value for one in addresses], placed__in=_HEARD
        )
        wrote_from = mails.order_by("-id").values_list("sender", flat=True).first()
    return reader_at(wrote_from or verified, problem, customer)


def reader_at(address: str, problem: Problem, customer: Customer) -> Reader:
    """A customer who reads at this address, in their language or, where we do not speak it, the
    door's."""
    door = problem.door
    zone = customer.time_zone
    if zone == "UTC" and door is not None:
        zone = door.time_zone  # nobody has told us theirs
    return Reader(
        address=address,
        name=customer.name,
        language=spoken(customer.language, door.language if door else ""),
        time_zone=zone,
        customer=customer,
    )


_HEARD = (Placed.OPENED, Placed.WORD)


def colleague_reader(colleague: Colleague) -> Reader:
    """A colleague who reads about a problem by mail."""
    return Reader(
        address=colleague.email,
        name=colleague.name,
        language=read_by(colleague),
        time_zone=colleague.time_zone,
        colleague=colleague,
    )


# -- from where ----------------------------------------------------------------------------------


def door_address(door: Door | None) -> str:
    """The address a problem's mail comes from: its door's, else the first mail door's."""
    if door is not None and door.kind == DoorKind.MAIL:
        return door.address
    doors = Door.objects.filter(kind=DoorKind.MAIL, is_open=True).order_by("id")
    return doors.values_list("address", flat=True).first() or str(settings.DEFAULT_FROM_EMAIL)


def with_token(address: str, token: str) -> str:
    """`door+token@domain`."""
    local, _, domain = address.rpartition("@")
    return f"{local}+{token}@{domain}"


def brand_of(door: Door | None) -> str:
    """How the company signs at this door."""
    return (door.brand or door.legal_entity if door else "") or str(settings.STAYLINE_COMPANY or "")


def new_message_id(address: str) -> str:
    """Random and stable: made once, stored, and the same for every try and every copy."""
    return f"{secrets.token_hex(16)}@{address.rpartition('@')[2]}"


# -- writing -------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Sending:
    """What all copies of one mail share."""

    problem: Problem
    kind: MailKind
    at: datetime
    sender_name: str
    leaves_at: datetime | None = None
    word: int | None = None
    question: int | None = None
    automatic: bool = False
    files: Sequence[File] = ()
    #: Ids of the thread so far, oldest first, where the caller knows them.
    thread: tuple[str, ...] | None = None
    to: Sequence[Reader] = ()
    cc: Sequence[Reader] = ()


def write(sending: Sending, readers: Sequence[Reader], letter: Writes) -> list[Outgoing]:
    """Write one copy for each reader. Must run in the transaction of the decision.

    An address that is none makes a row that has failed, and the owner hears why: nothing is
    dropped silently.
    """
    message_id = new_message_id(door_address(sending.problem.door))
    thread = sending.thread if sending.thread is not None else _thread(sending.problem)
    rows = []
    for reader in readers:
        if sending.automatic and not may_answer_automatically(reader.address, sending):
            continue
        row = _copy(sending, reader, letter, message_id, thread)
        rows.append(row)
        defer(row)
    return rows


def _copy(
    sending: Sending, reader: Reader, letter: Writes, message_id: str, thread: tuple[str, ...]
) -> Outgoing:
    address = door_address(sending.problem.door)
    reply, page = new_token(), new_token()
    token = _keep(sending, reader, reply, page)
    row = Outgoing(
        problem=sending.problem,
        kind=sending.kind,
        word_id=sending.word,
        question=sending.question,
        customer=reader.customer,
        colleague=reader.colleague,
        token=token,
        message_id=message_id,
        sender=address,
        recipient=reader.address,
        envelope_from="" if sending.automatic else with_token(address, reply),
        automatic=sending.automatic,
        written_at=sending.at,
        leaves_at=max(sending.leaves_at or sending.at, sending.at),
    )
    written = letter(reader, _link(sending, reader, page))
    row.subject = (written.subject or _subject(sending.problem))[:500]
    try:
        row.message = compose(
            written,
            sender=Mailbox(address=address, name=sending.sender_name),
            reply_to=with_token(address, reply),
            to=[_mailbox(one, sending) for one in sending.to or [reader]],
            cc=[_mailbox(one, sending) for one in sending.cc],
            message_id=message_id,
            at=sending.at,
            subject=row.subject,
            in_reply_to=thread[-1] if thread else "",
            references=thread,
            automatic=sending.automatic,
            language=reader.language,
            files=sending.files,
        )
        Mailbox(address=reader.address).written()
    except NotSendable as error:
        row.message, row.trouble, row.failed_at = b"", str(error), sending.at
    row.save(force_insert=True)
    return row


def _mailbox(reader: Reader, sending: Sending) -> Mailbox:
    """Automatic mail calls nobody by a name: a forged sender could have put anything there, for
    us to send on."""
    return Mailbox(address=reader.address, name="" if sending.automatic else reader.name)


def _keep(sending: Sending, reader: Reader, reply: str, page: str) -> Token:
    """Store the digests; the reply token's row is what the mail is known by."""
    door = sending.problem.door
    expires = sending.at + timedelta(days=door.page_days if door else 90)
    rows = [
        Token(
            digest=digest(token),
            kind=kind,
            problem=sending.problem,
            customer=reader.customer,
            colleague=reader.colleague,
            created_at=sending.at,
            expires_at=until,
        )
        for kind, token, until in (
            (TokenKind.REPLY, reply, None),
            (TokenKind.PAGE, page, expires),
        )
        if kind is TokenKind.REPLY or reader.customer is not None
    ]
    return Token.objects.bulk_create(rows)[0]


def _link(sending: Sending, reader: Reader, page: str) -> str:
    """The customer's own page, or the desk, where a colleague finds what they are asked. It has no
    problem's number: whoever answers all sends it on. Opening it changes nothing."""
    base = str(settings.STAYLINE_PUBLIC_URL)
    if reader.customer is None:
        return f"{base}/"
    return f"{base}/with/{page}/"


def _subject(problem: Problem) -> str:
    subject = problem.subject.strip()
    return subject if subject[:3].lower() in ("re:", "aw:") else f"Re: {subject}".strip()


def _thread(problem: Problem) -> tuple[str, ...]:
    """The ids of the thread so far, oldest first: theirs and ours."""
    theirs = RawMail.objects.filter(problem=problem, placed__in=_HEARD).exclude(message_id="")
    ours = Outgoing.objects.filter(problem=problem, failed_at__isnull=True)
    ids = [
        *(
            (at, one)
            for at, one in theirs.order_by("-id").values_list("received_at", "message_id")[:6]
        ),
        *(
            (at, one)
            for at, one in ours.order_by("-id").values_list("written_at", "message_id")[:6]
        ),
    ]
    return tuple(dict.fromkeys(one for _, one in sorted(ids)))


# -- how much ------------------------------------------------------------------------------------


def may_answer_automatically(address: str, sending: Sending) -> bool:
    """The second guard against loops and floods, which trusts no header of the other side."""
    day, hour = sending.at - timedelta(days=1), sending.at - timedelta(hours=1)
    to_them, to_everybody = statements.ask(
        (_AUTOMATIC_TO_THEM, [address, day, AUTOMATIC_A_DAY]),
        (_SO_MANY_OF_A_KIND, [MailKind.ACKNOWLEDGEMENT.value, hour, ACKNOWLEDGEMENTS_AN_HOUR - 1]),
    )
    kinds = [kind for (kind,) in to_them]
    if len(kinds) >= AUTOMATIC_A_DAY:
        return False
    if sending.kind is not MailKind.ACKNOWLEDGEMENT:
        return True
    if kinds.count(MailKind.ACKNOWLEDGEMENT) >= ACKNOWLEDGEMENTS_A_DAY:
        return False
    if to_everybody:
        log.warning("no more acknowledgements this hour")
        return False
    return True


def is_flooded(at: datetime) -> bool:
    """Whether so many strangers were answered within the hour that nobody else is acknowledged."""
    hour = at - timedelta(hours=1)
    sent = Outgoing.objects.filter(kind=MailKind.ACKNOWLEDGEMENT, written_at__gt=hour)
    return sent.count() >= ACKNOWLEDGEMENTS_AN_HOUR


_AUTOMATIC_TO_THEM = """
SELECT kind FROM mail_outgoing WHERE automatic AND recipient = %s AND written_at > %s LIMIT %s
"""
_SO_MANY_OF_A_KIND = """
SELECT 1 FROM mail_outgoing WHERE kind = %s AND written_at > %s
ORDER BY written_at DESC OFFSET %s LIMIT 1
"""
