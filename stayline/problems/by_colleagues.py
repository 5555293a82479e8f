"""What colleagues do, as one call each for the doorways: keep the words, ask the rule, one
transaction. Every call may raise Refused; nothing is kept then.

`key` is the client's own id of the act (a UUID from the form): sent twice, it has the effect, and
gets the answer, of one. `at` is the moment the doorway read from the clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from stayline.ownership import Refused
from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.evidence import MarkedReply, SpokenWord
from stayline.ownership.ids import (
    CauseId,
    ColleagueId,
    ContactId,
    DoorId,
    Number,
    PartyId,
    ProblemId,
    TextId,
    WordId,
)
from stayline.ownership.problem import Aside, Role, WaitsFor
from stayline.people.models import Customer
from stayline.problems import codec, intake, journal, mentioning, promising, uploads
from stayline.problems import models as m
from stayline.problems.journal import Answer, hold, meet, once_for_key

# -- ringing -------------------------------------------------------------------------------------


@once_for_key
def say_i_will_help(problem: int, by: int, at: datetime, *, key: str = "") -> Answer:
    return meet(hold(problem), do.SayIWillHelp(at=at, by=ColleagueId(by)))


# -- words ---------------------------------------------------------------------------------------


@once_for_key
def write(
    problem: int,
    by: int,
    text: str,
    at: datetime,
    *,
    due: datetime | None = None,
    waits_for: WaitsFor = WaitsFor.US,
    keeps_promise: bool = False,
    solution: bool = False,
    subject: str = "",
    html: str = "",
    files: Sequence[str] = (),
    key: str = "",
) -> Answer:
    """A word to the customer. Without `due` the door's default promise comes with it.

    `html` is the same text in its shape, made safe; `files` are keys of uploads of theirs, which
    go with it. `keeps_promise` leaves the standing promise
    as it is, which only a helper who does not carry it may. With `solution` the customer is asked
    whether it is solved.
    """
    row = hold(problem)
    spoken = m.WordKind.SPOKEN
    word = intake.store_word(problem, spoken, at, text, colleague=by, subject=subject, html=html)
    uploads.attach(word, files, colleague=by, html=html)
    me = ColleagueId(by)
    if solution:
        terms = promising.look_again(by, row.door, at, due=due)
        return meet(row, do.ProposeSolution(at=at, by=me, word=word, look_again=terms))
    if keeps_promise or not row.is_open:
        return meet(row, do.Write(at=at, by=me, word=word))
    terms = promising.terms(by, row.door, at, due=due, waits_for=waits_for)
    return meet(row, do.Write(at=at, by=me, word=word, promise=terms))


@once_for_key
def note(
    problem: int,
    by: int,
    text: str,
    at: datetime,
    *,
    html: str = "",
    mentions: Sequence[int] = (),
    files: Sequence[str] = (),
    key: str = "",
) -> Answer:
    """A word among colleagues; it never leaves the house.

    Whoever it `mentions` may read the problem from then on, and is told so. Nothing else about it
    changes: a mention makes nobody its owner, or its helper.
    """
    row = hold(problem)
    word = intake.store_word(problem, m.WordKind.NOTE, at, text, colleague=by, html=html)
    uploads.attach(word, files, colleague=by, html=html)
    answer = meet(row, do.WriteNote(at=at, by=ColleagueId(by), word=word))
    mentioning.mention(row, by, mentions, answer.version, at)
    return answer


# -- helpers and cover ---------------------------------------------------------------------------


@once_for_key
def ask_to_help(
    problem: int, by: int, whom: Sequence[int], text: str, at: datetime, *, key: str = ""
) -> Answer:
    """Ask one or several colleagues to join; the answer tells of all of them."""
    if not whom:
        raise Refused("Say who could help {customer}.")
    row = hold(problem)
    request = intake.store_text(problem, m.TextKind.REQUEST, by, text, at)
    answers = [
        meet(row, do.AskToHelp(at=at, by=ColleagueId(by), whom=ColleagueId(who), text=request))
        for who in dict.fromkeys(whom)
    ]
    told = tuple(event for answer in answers for event in answer.events)
    return Answer(answers[-1].problem, told)


@once_for_key
def join(problem: int, by: int, at: datetime, *, key: str = "") -> Answer:
    return meet(hold(problem), do.Join(at=at, by=ColleagueId(by)))


@once_for_key
def decline_help(
    problem: int,
    by: int,
    reason: str,
    at: datetime,
    *,
    better: int | None = None,
    key: str = "",
) -> Answer:
    row = hold(problem)
    text = _reason(problem, by, reason, at)
    named = ColleagueId(better) if better is not None else None
    return meet(row, do.DeclineHelp(at=at, by=ColleagueId(by), reason=text, better=named))


@once_for_key
def step_back(problem: int, by: int, at: datetime, *, key: str = "") -> Answer:
    return meet(hold(problem), do.StepBack(at=at, by=ColleagueId(by)))


@once_for_key
def carry_promise(problem: int, by: int, carrier: int, at: datetime, *, key: str = "") -> Answer:
    command = do.CarryPromise(at=at, by=ColleagueId(by), carrier=ColleagueId(carrier))
    return meet(hold(problem), command)


@once_for_key
def start_cover(
    problem: int, by: int, cover: int, until: datetime, at: datetime, *, key: str = ""
) -> Answer:
    command = do.StartCover(at=at, by=ColleagueId(by), cover=ColleagueId(cover), until=until)
    return meet(hold(problem), command)


@once_for_key
def end_cover(problem: int, by: int, at: datetime, *, key: str = "") -> Answer:
    return meet(hold(problem), do.EndCover(at=at, by=ColleagueId(by)))


# -- the handoff ---------------------------------------------------------------------------------


@once_for_key
def offer(
    problem: int,
    by: int,
    receivers: Sequence[int],
    brief: str,
    at: datetime,
    *,
    owner_unreachable: bool = False,
    key: str = "",
) -> Answer:
    """Offer to hand over, to one or several colleagues; the first to pick up is the receiver."""
    row = hold(problem)
    people = tuple(ColleagueId(who) for who in receivers)
    command = do.Offer(
        at=at,
        by=ColleagueId(by),
        receivers=people,
        brief=intake.store_text(problem, m.TextKind.BRIEF, by, brief, at),
        lapses=promising.offer_lapses(people, row.door, at) if people else at,
        owner_unreachable=owner_unreachable,
    )
    return meet(row, command)


@once_for_key
def withdraw(problem: int, by: int, offer: int, at: datetime, *, key: str = "") -> Answer:
    return meet(hold(problem), do.Withdraw(at=at, by=ColleagueId(by), offer=Number(offer)))


@once_for_key
def decline(
    problem: int,
    by: int,
    offer: int,
    reason: str,
    at: datetime,
    *,
    better: int | None = None,
    free_at: datetime | None = None,
    key: str = "",
) -> Answer:
    row = hold(problem)
    command = do.Decline(
        at=at,
        by=ColleagueId(by),
        offer=Number(offer),
        reason=_reason(problem, by, reason, at),
        better=ColleagueId(better) if better is not None else None,
        free_at=free_at,
    )
    return meet(row, command)


def _reason(problem: int, by: int, reason: str, at: datetime) -> TextId | None:
    return intake.store_text(problem, m.TextKind.REASON, by, reason, at) if reason else None


@once_for_key
def pick_up(problem: int, by: int, offer: int, at: datetime, *, key: str = "") -> Answer:
    row = hold(problem)
    lapses = promising.question_lapses(row.owner_id, row.door, at)
    return meet(row, do.PickUp(at=at, by=ColleagueId(by), offer=Number(offer), lapses=lapses))


@once_for_key
def ask(problem: int, by: int, offer: int, at: datetime, *, key: str = "") -> Answer:
    """Ask the customer whether the receiver may take it from here."""
    row = hold(problem)
    lapses = promising.question_lapses(row.owner_id, row.door, at)
    return meet(row, do.Ask(at=at, by=ColleagueId(by), offer=Number(offer), lapses=lapses))


@once_for_key
def mark_reply(
    problem: int, by: int, question: int, word: int, reply: ev.Reply, at: datetime, *, key: str = ""
) -> Answer:
    """The owner reads the customer's own mail as the answer; the receipt quotes it."""
    row = hold(problem)
    if m.Word.objects.filter(pk=word, colleague__isnull=False).exists():
        raise Refused("A colleague wrote that down; only {customer}'s own reply is an answer.")
    evidence = MarkedReply(party=_principal(row), word=WordId(word), by=ColleagueId(by))
    return _answer(row, question, reply, evidence, at)


@once_for_key
def record_spoken(
    problem: int,
    by: int,
    question: int,
    contact: int,
    reply: ev.Reply,
    at: datetime,
    *,
    key: str = "",
) -> Answer:
    """What the customer said in a live contact, recorded by a colleague who was in it."""
    row = hold(problem)
    evidence = SpokenWord(party=_principal(row), contact=ContactId(contact), by=ColleagueId(by))
    return _answer(row, question, reply, evidence, at)


def _principal(row: m.Problem) -> PartyId:
    """Whose word it is. Nobody's (0) where nobody's counts, and the rule then says so."""
    return PartyId(row.principal_id or 0)


def _answer(
    row: m.Problem, question: int, reply: ev.Reply, evidence: MarkedReply | SpokenWord, at: datetime
) -> Answer:
    command = do.Answer(
        at=at,
        question=Number(question),
        reply=reply,
        evidence=evidence,
        answer_by=intake.answer_due(row, at),
    )
    return meet(row, command)


# -- resting, and the second signature -----------------------------------------------------------


@once_for_key
def let_rest_quiet(problem: int, by: int, at: datetime, *, key: str = "") -> Answer:
    return meet(hold(problem), do.GoQuiet(at=at, by=ColleagueId(by)))


@once_for_key
def say_final_no(
    problem: int, by: int, text: str, at: datetime, *, names_complaint: bool, key: str = ""
) -> Answer:
    """An honest final no; it leaves when a second colleague has signed it."""
    row = hold(problem)
    word = intake.store_word(problem, m.WordKind.SPOKEN, at, text, colleague=by)
    command = do.SayFinalNo(at=at, by=ColleagueId(by), word=word, names_complaint=names_complaint)
    return meet(row, command)


@once_for_key
def relieve(problem: int, by: int, reason: str, at: datetime, *, key: str = "") -> Answer:
    row = hold(problem)
    text = intake.store_text(problem, m.TextKind.REASON, by, reason, at)
    return meet(row, do.Relieve(at=at, by=ColleagueId(by), reason=text))


@once_for_key
def sign(problem: int, by: int, at: datetime, *, key: str = "") -> Answer:
    """Give the second signature. Whoever is relieved by it is introduced in the heir's hours."""
    row = hold(problem)
    heir = row.unsigned_by_id or row.owner_id
    due = promising.default_due(heir, row.door, at)
    return meet(row, do.Sign(at=at, by=ColleagueId(by), introduce_by=due))


@once_for_key
def withdraw_signature(problem: int, by: int, at: datetime, *, key: str = "") -> Answer:
    return meet(hold(problem), do.WithdrawSignature(at=at, by=ColleagueId(by)))


# -- set aside -----------------------------------------------------------------------------------


@once_for_key
def put_aside(problem: int, by: int, why: Aside, at: datetime, *, key: str = "") -> Answer:
    return meet(hold(problem), do.PutAside(at=at, by=ColleagueId(by), why=why))


@once_for_key
def confirm_aside(problem: int, by: int, at: datetime, *, key: str = "") -> Answer:
    return meet(hold(problem), do.ConfirmAside(at=at, by=ColleagueId(by)))


@once_for_key
def bring_back(problem: int, by: int, at: datetime, *, key: str = "") -> Answer:
    row = hold(problem)
    command = do.BringBack(
        at=at,
        by=ColleagueId(by),
        hosts=intake.round_again(row, at),
        answer_by=intake.answer_due(row, at),
    )
    return meet(row, command)


# -- joining, splitting, causes, parties ---------------------------------------------------------


def join_twin(problem: int, twin: int, by: int, at: datetime) -> Answer:
    return journal.join(ProblemId(problem), ProblemId(twin), by, at)


@once_for_key
def split(problem: int, by: int, subjects: Sequence[str], at: datetime, *, key: str = "") -> Answer:
    """Open a problem for each subject beside this one; same owner, same customer, shared words."""
    row = hold(problem)
    new = tuple(journal.new_problem_id() for _ in subjects)
    for number, subject in zip(new, subjects, strict=True):
        journal.open_problem(_part_of(row, number, by, at), subject=subject)
    answer = meet(row, do.Split(at=at, by=ColleagueId(by), problems=new))
    for contact in m.Contact.objects.filter(problems=row):
        contact.problems.add(*new)
    return answer


def _part_of(row: m.Problem, number: ProblemId, by: int, at: datetime) -> do.Open:
    """What was promised for all of it is promised for each part, unless that moment has passed."""
    whole = codec.problem_from_json(row.state)
    promised = row.promise_due if row.promise_due and row.promise_due > at else None
    return do.Open(
        at=at,
        problem=number,
        arrival=ev.Arrival.SPLIT,
        door=DoorId(row.door_id) if row.door_id else None,
        hosts=(ColleagueId(by),),
        fallback=whole.fallback,
        reviewer=whole.reviewer,
        promise=promised or promising.terms(by, row.door, at).due,
        principal=PartyId(row.principal_id) if row.principal_id else None,
        came_from=ProblemId(row.pk),
    )


@once_for_key
def link(problem: int, by: int, other: int, at: datetime, *, key: str = "") -> Answer:
    """The two have to do with each other, as both will say."""
    return _both(problem, other, by, do.Link, at)


@once_for_key
def unlink(problem: int, by: int, other: int, at: datetime, *, key: str = "") -> Answer:
    return _both(problem, other, by, do.Unlink, at)


def _both(
    problem: int, other: int, by: int, says: type[do.Link | do.Unlink], at: datetime
) -> Answer:
    journal.lock({problem, other})
    me, one, two = ColleagueId(by), ProblemId(problem), ProblemId(other)
    answer = meet(hold(problem), says(at=at, by=me, other=two))
    meet(hold(other), says(at=at, by=me, other=one))
    return answer


@once_for_key
def link_cause(problem: int, by: int, cause: int, at: datetime, *, key: str = "") -> Answer:
    command = do.LinkCause(at=at, by=ColleagueId(by), cause=CauseId(cause))
    return meet(hold(problem), command)


@once_for_key
def unlink_cause(problem: int, by: int, at: datetime, *, key: str = "") -> Answer:
    return meet(hold(problem), do.UnlinkCause(at=at, by=ColleagueId(by)))


@once_for_key
def add_party(
    problem: int, by: int, customer: Customer, role: Role, at: datetime, *, key: str = ""
) -> Answer:
    row = hold(problem)
    command = do.AddParty(
        at=at,
        by=ColleagueId(by),
        party=PartyId(customer.pk),
        role=role,
        answer_by=intake.answer_due(row, at),
    )
    return meet(row, command)


@once_for_key
def give_role(
    problem: int, by: int, customer: int, role: Role, at: datetime, *, key: str = ""
) -> Answer:
    command = do.GiveRole(at=at, by=ColleagueId(by), party=PartyId(customer), role=role)
    return meet(hold(problem), command)


@once_for_key
def remove_party(problem: int, by: int, customer: int, at: datetime, *, key: str = "") -> Answer:
    command = do.RemoveParty(at=at, by=ColleagueId(by), party=PartyId(customer))
    return meet(hold(problem), command)


@once_for_key
def report_gone(problem: int, by: int, customer: int, at: datetime, *, key: str = "") -> Answer:
    command = do.ReportGone(at=at, by=ColleagueId(by), party=PartyId(customer))
    return meet(hold(problem), command)
