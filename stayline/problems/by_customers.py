"""What the customer's side does, as one call each for the doorways: their page, their mail.

The doorway has made sure who it is (a token, a trusted reply); nobody inside calls these for a
customer. Words are never refused; answers and taking back may raise Refused, with a sentence
that may be shown to the customer. `key` as in `by_colleagues`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.evidence import Evidence, ListedReply, PageButton
from stayline.ownership.ids import ContactId, Number, PartyId, WordId
from stayline.ownership.problem import About
from stayline.people.models import Door
from stayline.problems import intake, journal, statements, uploads
from stayline.problems import models as m
from stayline.problems.journal import Answer, deciding, hold, meet, once_for_key
from stayline.wording.contradiction import contradicts


def spoken_to(problem: int) -> int:
    """Where words about this problem go now: to its twin, where it was joined to one."""
    return journal.where_heard(problem)


# -- words ---------------------------------------------------------------------------------------


def hear(
    problem: int,
    customer: int,
    text: str,
    at: datetime,
    *,
    kind: m.ContactKind = m.ContactKind.MAIL,
    door: Door | None = None,
    substance: bool = True,
    claims_customer: bool = True,
    subject: str = "",
    quoted: str = "",
    html: str = "",
    trouble: str = "",
    contact: m.Contact | None = None,
    written_down_by: int | None = None,
    said_at: datetime | None = None,
) -> tuple[Answer, WordId]:
    """A word from a party, on this problem or on its twin. Never refused.

    `written_down_by` is the colleague to whom they said it, where they did not write it; `said_at`
    is when, where that was before we could hear of it.

    Joins the caller's transaction, so that what came and what it did are kept together.
    """
    with deciding(savepoint=False), statements.at_once():
        row = journal.hold_where_heard(problem)
        said = said_at or at
        contact = contact or intake.store_contact(kind, door or row.door, said, [row.pk])
        word = intake.store_word(
            row.pk,
            m.WordKind.HEARD,
            said,
            text,
            colleague=written_down_by,
            customer=customer,
            contact=contact,
            subject=subject,
            quoted=quoted,
            html=html,
            trouble=trouble,
        )
        command = do.HearWord(
            at=at,
            party=PartyId(customer),
            word=word,
            contact=ContactId(contact.pk),
            substance=substance,
            claims_customer=claims_customer,
            answer_by=intake.answer_due(row, at),
            hosts=intake.round_again(row, at) if row.stage == m.Stage.SET_ASIDE else (),
        )
        return meet(row, command), word


@once_for_key
def write_on_page(
    problem: int,
    customer: int,
    text: str,
    at: datetime,
    *,
    files: Sequence[str] = (),
    key: str = "",
) -> Answer:
    """Words typed on the customer's own page; `files` are keys of uploads of theirs."""
    answer, word = hear(problem, customer, text, at, kind=m.ContactKind.PAGE)
    uploads.attach_theirs(word, files, customer=customer)
    return answer


def hear_stranger(
    problem: int,
    text: str,
    sender: str,
    at: datetime,
    *,
    subject: str = "",
    quoted: str = "",
    html: str = "",
    trouble: str = "",
    contact: m.Contact | None = None,
) -> Answer:
    """A message in this thread by somebody who does not (provably) speak for the customer."""
    with deciding(savepoint=False):
        row = journal.hold_where_heard(problem)
        word = intake.store_word(
            row.pk,
            m.WordKind.STRANGER,
            at,
            text,
            sender=sender,
            contact=contact,
            subject=subject,
            quoted=quoted,
            html=html,
            trouble=trouble,
        )
        return meet(row, do.HearStranger(at=at, word=word))


def hear_machine(
    problem: int,
    text: str,
    sender: str,
    at: datetime,
    *,
    bounced: bool = False,
    subject: str = "",
    contact: m.Contact | None = None,
) -> Answer:
    """Machine mail about a problem: a contact on it, never a customer's word."""
    with deciding(savepoint=False):
        row = journal.hold_where_heard(problem)
        word = intake.store_word(
            row.pk, m.WordKind.MACHINE, at, text, sender=sender, subject=subject, contact=contact
        )
        return meet(row, do.HearMachine(at=at, word=word, bounced=bounced))


# -- answers -------------------------------------------------------------------------------------


@once_for_key
def answer(
    problem: int,
    question: int,
    reply: ev.Reply,
    evidence: Evidence,
    at: datetime,
    *,
    key: str = "",
) -> Answer:
    """The customer's answer to one question, with its evidence."""
    row = hold(problem)
    command = do.Answer(
        at=at,
        question=Number(question),
        reply=reply,
        evidence=evidence,
        answer_by=intake.answer_due(row, at),
    )
    return meet(row, command)


@once_for_key
def answer_on_page(
    problem: int,
    customer: int,
    question: int,
    reply: ev.Reply,
    at: datetime,
    *,
    words: str = "",
    key: str = "",
) -> Answer:
    """A button on their page, with the words they may have added to it. Where the two differ they
    are asked which it is, once."""
    word = _beside(problem, customer, words, at)
    answered = answer(problem, question, reply, PageButton(party=PartyId(customer)), at)
    is_about_it = any(
        isinstance(one, ev.Answered) and one.about is About.SOLVED for one in answered.events
    )
    if word is None or not is_about_it:
        return answered
    return _which_is_it(answered, word, words, reply is ev.Reply.YES, at)


def _beside(problem: int, customer: int, words: str, at: datetime) -> WordId | None:
    """Words beside a button: the owner reads them, and the button decides."""
    if not words:
        return None
    return hear(problem, customer, words, at, kind=m.ContactKind.PAGE, substance=False)[1]


def _which_is_it(
    answered: Answer, word: WordId, words: str, says_yes: bool, at: datetime
) -> Answer:
    """Ask about words that contradict the button beside them."""
    problem = answered.problem
    if (
        not contradicts(words, says_yes=says_yes)
        or problem.question_about(About.CONTRADICTION) is not None
    ):
        return answered
    asking = do.AskContradiction(at=at, by=problem.owner, word=word)
    return meet(hold(problem.id), asking)


def answer_by_mail(
    problem: int, customer: int, question: int, reply: ev.Reply, word: WordId, at: datetime
) -> Answer:
    """A mailed reply whose new words are exactly a listed yes or no; `word` was heard already."""
    evidence = ListedReply(party=PartyId(customer), word=word)
    return answer(problem, question, reply, evidence, at)


@once_for_key
def say_satisfied(
    problem: int, customer: int, at: datetime, *, words: str = "", key: str = ""
) -> Answer:
    """ "It is solved", by a button on their page, asked or not; with words, as `answer_on_page`."""
    evidence = PageButton(party=PartyId(customer))
    said = meet(hold(problem), do.SaySatisfied(at=at, evidence=evidence))
    word = _beside(problem, customer, words, at)
    return _which_is_it(said, word, words, True, at) if word is not None else said


@once_for_key
def let_be(problem: int, customer: int, at: datetime, *, key: str = "") -> Answer:
    """ "No longer needed, stop asking." """
    evidence = PageButton(party=PartyId(customer))
    return meet(hold(problem), do.LetBe(at=at, evidence=evidence))


@once_for_key
def take_back(
    problem: int, customer: int, what: ev.TakenBackWhat, at: datetime, *, key: str = ""
) -> Answer:
    """Take back the latest takeover, or that it is solved."""
    row = hold(problem)
    command = do.TakeBack(
        at=at,
        what=what,
        evidence=PageButton(party=PartyId(customer)),
        answer_by=intake.answer_due(row, at),
    )
    return meet(row, command)


@once_for_key
def choose_rhythm(
    problem: int, customer: int, every: timedelta | None, at: datetime, *, key: str = ""
) -> Answer:
    row = hold(problem)
    command = do.ChooseRhythm(
        at=at,
        party=PartyId(customer),
        every=every,
        next_due=at + every if every else intake.answer_due(row, at),
    )
    return meet(row, command)


@once_for_key
def say_waiting_for_you(problem: int, customer: int, at: datetime, *, key: str = "") -> Answer:
    row = hold(problem)
    command = do.SayWaitingForYou(
        at=at, party=PartyId(customer), answer_by=intake.answer_due(row, at)
    )
    return meet(row, command)


@once_for_key
def name_principal(problem: int, by: int, customer: int, at: datetime, *, key: str = "") -> Answer:
    """Their side says whose yes counts."""
    command = do.NamePrincipal(at=at, by=PartyId(by), party=PartyId(customer))
    return meet(hold(problem), command)


@once_for_key
def say_i_am_a_customer(problem: int, customer: int, at: datetime, *, key: str = "") -> Answer:
    """ "I am a customer": what was set aside rings again."""
    row = hold(problem)
    command = do.BringBack(
        at=at,
        party=PartyId(customer),
        hosts=intake.round_again(row, at),
        answer_by=intake.answer_due(row, at),
    )
    return meet(row, command)
