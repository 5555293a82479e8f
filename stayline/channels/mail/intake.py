"""What comes in by mail: kept whole, read, and placed with a person; one transaction.

Nothing that was accepted is lost: whatever a mail is, it becomes a problem, a word on one, or an
entry set aside, and its bytes are kept. The same mail again has the effect, and gets the answer,
of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from stayline.channels.mail import routing, screening, shown
from stayline.channels.mail.answers import Said, said
from stayline.channels.mail.machine import VERIFICATION
from stayline.channels.mail.message import IncomingMail
from stayline.channels.mail.models import MailKind, Placed, RawMail
from stayline.channels.mail.outbox import Sending, brand_of, reader_at, write
from stayline.channels.mail.parse import parse
from stayline.ownership import Refused
from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.ids import ProblemId, WordId
from stayline.ownership.problem import Aside
from stayline.people.customers import customer_for_address
from stayline.people.languages import same_language
from stayline.people.models import Address, AddressKind, Colleague, Customer, Door
from stayline.problems import by_colleagues, by_customers, journal
from stayline.problems import intake as arrivals
from stayline.problems.models import Contact, ContactKind, Problem, WordKind
from stayline.problems.uploads import attach_content
from stayline.wording.languages import language_of

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of a mail: how it was placed, on which problem, and who owns that now.

    `outcome` is one of `Placed`, or "already" for a mail that had its effect before.
    """

    outcome: str
    problem: int
    owner: str


class NoDoor(Exception):
    """There is no mail door at all, so nobody could be given this mail. It can be tried later."""


def deliver(
    raw: bytes, *, envelope_from: str | None, envelope_to: Sequence[str], at: datetime
) -> Delivered:
    """Place one mail. When this returns it is committed.

    `envelope_from` is empty for a bounce's null sender and None when nobody told. Raises NoDoor,
    and errors of a database that is away, after which nothing has changed and the mail may be
    sent again.
    """
    mail = parse(raw, authserv_id=settings.STAYLINE_MAIL_AUTHSERV_ID)
    arrived = _Arrived(raw, mail, envelope_from, tuple(envelope_to), at)
    try:
        with journal.deciding():
            return _deliver(arrived)
    except (OperationalError, InterfaceError, OSError, NoDoor):
        raise  # away for a while, or a disk that is full: the sender keeps the mail and comes again
    except Exception:
        # A fault of ours in reading it must not turn a customer away: keep it, say so, go on.
        log.exception("a mail could not be placed by what it says", size=len(raw))
        with transaction.atomic():
            return _keep_anyway(arrived)


@dataclass(frozen=True)
class _Arrived:
    """One mail on its way in."""

    raw: bytes
    mail: IncomingMail
    envelope_from: str | None
    envelope_to: tuple[str, ...]
    at: datetime

    @cached_property
    def addresses(self) -> list[str]:
        return routing.addressed(self.mail, self.envelope_to)

    @cached_property
    def door(self) -> Door:
        door = next(iter(routing.doors_for(self.addresses)), None) or routing.any_mail_door()
        if door is None:
            raise NoDoor("There is no mail door yet.")
        return door

    @property
    def outside_id(self) -> str:
        return f"mail:{self.mail.outside_id}"


@dataclass(frozen=True, slots=True)
class _Put:
    """Where it was put."""

    placed: Placed
    problem: int
    word: int | None
    customer: Customer | None = None


def _deliver(arrived: _Arrived) -> Delivered:
    if not journal.once(arrived.outside_id, "", None, arrived.at):
        return _as_it_stands(arrived)
    thread = routing.thread_of(arrived.mail, arrived.addresses)
    put = _on_thread(arrived, thread) if thread is not None else _new(arrived)
    _keep(arrived, put)
    row = journal.hold(put.problem)
    if put.placed is Placed.OPENED and put.customer is not None:
        _acknowledge(arrived, row, put.customer)
    return Delivered(put.placed.value, put.problem, row.owner.name)


def _as_it_stands(arrived: _Arrived) -> Delivered:
    known = RawMail.objects.select_related("problem__owner").get(outside_id=arrived.mail.outside_id)
    return Delivered("already", known.problem_id, known.problem.owner.name)


def _keep(arrived: _Arrived, put: _Put) -> None:
    """The bytes as they came, and the files as files."""
    mail = arrived.mail
    row = RawMail(
        outside_id=mail.outside_id,
        message_id=_fits(mail.message_id, 998),
        sender=_fits(mail.sender.normal, 320),
        envelope_from=_fits(arrived.envelope_from or "", 320),
        envelope_to=[_fits(one, 320) for one in arrived.envelope_to],
        received_at=arrived.at,
        placed=put.placed,
        problem_id=put.problem,
        word_id=put.word,
    )
    row.keep(arrived.raw)
    row.save(force_insert=True)
    if put.word is not None:
        _keep_files(mail, put.word)


def _fits(text: str, length: int) -> str:
    """Text the database takes: no NUL, no lone surrogate, no longer than its column."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")[:length]


def _keep_files(mail: IncomingMail, word: int) -> None:
    for file in mail.attachments:
        content = shown.file_to_keep(file)
        attach_content(word, _fits(file.name, 255), _fits(file.type, 255), content)


# -- something new -------------------------------------------------------------------------------


def _new(arrived: _Arrived) -> _Put:
    mail = arrived.mail
    machine = _machine(mail)
    if machine is not None:
        return _set_aside(arrived, machine, _caution(mail))
    spam = screening.why_spam(mail)
    if spam is not None:
        return _set_aside(arrived, Aside.SPAM, spam)
    colleague = routing.colleague_of(mail)
    if colleague is not None:
        return _from_colleague(arrived, colleague)
    customer = _customer(arrived)
    if customer is None:
        return _from_nobody_certain(arrived)
    answer = arrivals.arrive(arrived.door, customer, arrived.at, subject=_subject(mail))
    _problem, word = _hear(arrived, answer.problem.id, customer)
    return _Put(Placed.OPENED, answer.problem.id, word, customer)


def _machine(mail: IncomingMail) -> Aside | None:
    """What is no customer's by its own headers."""
    if mail.bounce is not None:
        return Aside.BOUNCE
    if mail.machine == VERIFICATION and screening.is_known(mail):
        return None  # a customer who writes of codes
    return Aside.MACHINE if mail.machine is not None else None


def _caution(mail: IncomingMail) -> str:
    return _(NOT_FOR_CUSTOMERS) if mail.machine == VERIFICATION else ""


NOT_FOR_CUSTOMERS = gettext_noop(
    "Another service asks here to prove that this mailbox is somebody's. Its code or link is for whoever"
    " signed up there from here, and for nobody else: a customer who asks for it wants to pass as us."
)


def _customer(arrived: _Arrived) -> Customer | None:
    """The sender as a customer, made when they are new; None when From names nobody for certain."""
    mail, door = arrived.mail, arrived.door
    address = mail.speaks_for
    if not address or _is_forged(mail):
        return None
    try:
        return customer_for_address(
            AddressKind.MAIL, address, mail.sender.name, language=_language_of(mail, door)
        )
    except ValueError:
        return None


def _language_of(mail: IncomingMail, door: Door) -> str:
    """What they wrote in, also where we do not answer in it: who helps them should know. What is
    spoken at the door where their words do not tell."""
    told = language_of(mail.words)
    if not told or same_language(told, door.language):
        return door.language
    return told


def _is_forged(mail: IncomingMail) -> bool:
    """Whether it carries a customer's address and their own domain disowns it. Who is new here is
    heard all the same: nobody is harmed by it, and mailing lists break many a true mail."""
    if mail.authentication.results.get("dmarc") != "fail":
        return False
    return Address.objects.filter(kind=AddressKind.MAIL, value=mail.speaks_for).exists()


def _subject(mail: IncomingMail) -> str:
    """The first words of the problem as the sender put them."""
    first_line = next((line.strip() for line in mail.words.splitlines() if line.strip()), "")
    return _fits(mail.subject or first_line, 500)


def _set_aside(arrived: _Arrived, why: Aside, because: str = "") -> _Put:
    mail = arrived.mail
    answer = arrivals.arrive(arrived.door, None, arrived.at, subject=_subject(mail), screened=why)
    kind = WordKind.STRANGER if why is Aside.SPAM else WordKind.MACHINE
    word = _store(arrived, answer.problem.id, kind, also=because)
    _record(arrived, answer.problem.id, word, kind)
    return _Put(Placed.SET_ASIDE, answer.problem.id, word)


def _from_nobody_certain(arrived: _Arrived) -> _Put:
    """Somebody wrote, and the mail does not say for certain who: a problem without a party."""
    answer = arrivals.arrive(arrived.door, None, arrived.at, subject=_subject(arrived.mail))
    also = FORGED if _is_forged(arrived.mail) else ""
    word = _store(arrived, answer.problem.id, WordKind.STRANGER, also=also)
    _record(arrived, answer.problem.id, word, WordKind.STRANGER)
    return _Put(Placed.STRANGER, answer.problem.id, word)


FORGED = (
    "This carries a customer's address, but their own domain says that it did not send it. Ask them"
    " in a way you know before you act on it."
)


def _from_colleague(arrived: _Arrived, colleague: Colleague) -> _Put:
    """A colleague wrote to a door: an internal request when it is surely theirs."""
    if not routing.speaks_as(arrived.mail, None, colleague):
        return _from_nobody_certain(arrived)
    answer = arrivals.arrive(
        arrived.door,
        None,
        arrived.at,
        arrival=ev.Arrival.INTERNAL,
        subject=_subject(arrived.mail),
    )
    note = by_colleagues.note(answer.problem.id, colleague.pk, _words(arrived.mail), arrived.at)
    return _Put(Placed.COLLEAGUE, answer.problem.id, _word_of(note))


# -- in a thread ---------------------------------------------------------------------------------


def _on_thread(arrived: _Arrived, thread: routing.Thread) -> _Put:
    mail = arrived.mail
    problem = by_customers.spoken_to(thread.problem.pk)
    if mail.machine is not None:
        word = _store(arrived, problem, WordKind.MACHINE, also=_caution(mail))
        _record(arrived, problem, word, WordKind.MACHINE)
        return _Put(Placed.MACHINE, problem, word)
    colleague = routing.colleague_of(mail)
    if colleague is not None and routing.speaks_as(mail, thread, colleague):
        return _colleagues_reply(arrived, problem, colleague)
    customer = routing.party_of(mail, thread) if colleague is None else None
    if customer is not None:
        return _customers_reply(arrived, thread, problem, customer)
    word = _store(arrived, problem, WordKind.STRANGER, also=_why_a_stranger(mail, colleague))
    _record(arrived, problem, word, WordKind.STRANGER)
    return _Put(Placed.STRANGER, problem, word)


def _customers_reply(
    arrived: _Arrived, thread: routing.Thread, problem: int, customer: Customer
) -> _Put:
    meant = said(arrived.mail.new_text) if not arrived.mail.attachments else None
    heard, word = _hear(arrived, problem, customer, substance=meant is None)
    question = thread.answers.question if thread.answers is not None else None
    may_answer = thread.token is not None and thread.token.customer is not None
    if thread.token is not None and thread.token.expires_at is not None:
        may_answer = may_answer and thread.token.expires_at > arrived.at
    if meant in (Said.YES, Said.NO) and question is not None and may_answer:
        reply = ev.Reply.YES if meant is Said.YES else ev.Reply.NO
        # Refused: the question is over, or somebody else's to answer; the word was heard anyway.
        with suppress(Refused), transaction.atomic():
            by_customers.answer_by_mail(problem, customer.pk, question, reply, word, arrived.at)
    shown.end_what_colleagues_saw(arrived.mail, arrived.at)
    return _Put(Placed.WORD, heard, word)


def _colleagues_reply(arrived: _Arrived, problem: int, colleague: Colleague) -> _Put:
    """A colleague's own mail: the receiver's reply to an offer is the pick-up; who is with the
    customer writes to them; anybody else's is a note. What went to the customer in the same mail
    was said to them, also by who picks up with it."""
    mail, at = arrived.mail, arrived.at
    offer = _offered_to(problem, colleague)
    if offer is not None:
        with suppress(Refused), transaction.atomic():
            by_colleagues.pick_up(problem, colleague.pk, offer, at)
    to_them = offer is None or routing.went_to_a_party(mail, problem)
    if to_them and _is_with_the_customer(problem, colleague):
        with suppress(Refused), transaction.atomic():
            spoken = by_colleagues.write(problem, colleague.pk, _words(mail), at)
            return _Put(Placed.COLLEAGUE, problem, _word_of(spoken))
    note = by_colleagues.note(problem, colleague.pk, _words(mail), at)
    return _Put(Placed.COLLEAGUE, problem, _word_of(note))


def _offered_to(problem: int, colleague: Colleague) -> int | None:
    row = Problem.objects.get(pk=problem)
    offer = row.offers.filter(
        ended_at__isnull=True, receiver__isnull=True, receivers__contains=[colleague.pk]
    ).first()
    return offer.number if offer is not None else None


def _is_with_the_customer(problem: int, colleague: Colleague) -> bool:
    row = Problem.objects.get(pk=problem)
    return (
        colleague.pk == row.owner_id
        or row.tenures.filter(colleague=colleague, events__upper_inf=True).exists()
    )


def _why_a_stranger(mail: IncomingMail, colleague: Colleague | None) -> str:
    if mail.from_doubt:
        said = _("Nobody knows for certain who wrote this: %(why)s.")
        return said % {"why": _(mail.from_doubt)}
    if colleague is not None:
        said = _("This carries the address of %(name)s, but nothing proves that they sent it.")
        return said % {"name": colleague.name}
    return _("This address is not on the customer's side here, so it does not speak for them.")


# -- words ---------------------------------------------------------------------------------------


def _words(mail: IncomingMail) -> str:
    return _fits(mail.words or mail.text, len(mail.text) + len(mail.words) + 1)


def _trouble(mail: IncomingMail, also: str = "") -> str:
    said = _("Part of this mail could not be read: %(what)s.")
    found = [said % {"what": _(one)} for one in mail.defects[:5]]
    return _fits("\n".join([*([also] if also else []), *found]), 5000)


def _contact(arrived: _Arrived, problem: int) -> Contact:
    return arrivals.store_contact(ContactKind.MAIL, arrived.door, arrived.at, [problem])


def _hear(
    arrived: _Arrived, problem: int, customer: Customer, *, substance: bool = True
) -> tuple[int, WordId]:
    mail = arrived.mail
    answer, word = by_customers.hear(
        problem,
        customer.pk,
        _words(mail),
        arrived.at,
        door=arrived.door,
        substance=substance,
        subject=_fits(mail.subject, 500),
        quoted=_fits(mail.folded, len(mail.folded)),
        html=mail.html_sanitised,
        trouble=_trouble(mail),
    )
    return answer.problem.id, word


def _store(arrived: _Arrived, problem: int, kind: WordKind, also: str = "") -> WordId:
    mail = arrived.mail
    text = mail.bounce.sentence if mail.bounce else _words(mail)
    if mail.bounce is not None:
        text = f"{text}\n\n{_words(mail)}"
    return arrivals.store_word(
        problem,
        kind,
        arrived.at,
        _fits(text, len(text)),
        contact=_contact(arrived, problem),
        subject=_fits(mail.subject, 500),
        quoted=_fits(mail.folded, len(mail.folded)),
        html=mail.html_sanitised,
        sender=_fits(str(mail.sender) or arrived.envelope_from or _("nobody named"), 500),
        trouble=_trouble(mail, also or (_(mail.from_doubt) if mail.from_doubt else "")),
    )


def _record(arrived: _Arrived, problem: int, word: WordId, kind: WordKind) -> None:
    """Tell the rule what was heard."""
    command: do.Command = do.HearStranger(at=arrived.at, word=word)
    if kind is WordKind.MACHINE:
        bounced = arrived.mail.bounce is not None
        command = do.HearMachine(at=arrived.at, word=word, bounced=bounced)
    journal.handle(ProblemId(problem), command)


def _word_of(answer: journal.Answer) -> int | None:
    said_ = (e for e in answer.events if isinstance(e, ev.WordSpoken | ev.NoteWritten))
    return next((one.word for one in said_), None)


# -- the acknowledgement -------------------------------------------------------------------------


def _acknowledge(arrived: _Arrived, problem: Problem, customer: Customer) -> None:
    """By when a person writes: to a person, once a day, and nothing of theirs repeated."""
    mail, due = arrived.mail, problem.promise_due
    is_disowned = mail.authentication.results.get("dmarc") == "fail"
    if mail.never_answer or is_disowned or arrived.envelope_from == "" or due is None:
        return
    brand = brand_of(problem.door)
    write(
        Sending(
            problem=problem,
            kind=MailKind.ACKNOWLEDGEMENT,
            at=arrived.at,
            sender_name=brand,
            automatic=True,
            thread=(mail.message_id,) if mail.message_id else (),
        ),
        [reader_at(mail.sender.normal, problem, customer)],
        lambda reader, page: reader.texts.acknowledgement(
            by=reader.moment(due), page=page, brand=brand
        ),
    )


# -- when all else fails -------------------------------------------------------------------------


def _keep_anyway(arrived: _Arrived) -> Delivered:
    """A problem with the bytes and a plain word about what happened, for somebody to read."""
    if not journal.once(arrived.outside_id, "", None, arrived.at):
        return _as_it_stands(arrived)
    answer = arrivals.arrive(arrived.door, None, arrived.at, subject=_("A mail we could not read"))
    word = arrivals.store_word(
        answer.problem.id,
        WordKind.STRANGER,
        arrived.at,
        _words(arrived.mail),
        sender=_fits(str(arrived.mail.sender), 500),
        trouble=_(
            "This mail could not be placed by what it says. It is kept whole; please read it."
        ),
    )
    _record(arrived, answer.problem.id, word, WordKind.STRANGER)
    kept = RawMail(
        outside_id=arrived.mail.outside_id,
        received_at=arrived.at,
        placed=Placed.STRANGER,
        problem_id=answer.problem.id,
        word_id=word,
    )
    kept.keep(arrived.raw)
    kept.save(force_insert=True)
    row = Problem.objects.select_related("owner").get(pk=answer.problem.id)
    return Delivered(Placed.STRANGER.value, row.pk, row.owner.name)
