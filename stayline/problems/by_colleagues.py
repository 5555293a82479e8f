"""What colleagues do, as one call each for the doorways: keep the words, ask the rule, one
transaction. Every call may raise Refused; nothing is kept then.

`key` is the client's own id of the act (a UUID from the form): sent twice, it has the effect of
one. `at` is the moment the doorway read from the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

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
from stayline.problems import codec, company, intake, journal, promising
from stayline.problems import models as m
from stayline.problems.journal import Answer


def _once(key: str, problem: int, at: datetime, act: Callable[[], Answer]) -> Answer:
    """The act, once for its key; sent again, the problem as it stands."""
    with transaction.atomic():
        if key and not journal.once(f"client:{key}", "", ProblemId(problem), at):
            return Answer(codec.problem_from_json(_row(problem).state), ())
        return act()


def _row(problem: int) -> m.Problem:
    return m.Problem.objects.select_related("door__fallback").get(pk=problem)


def _handle(problem: int, command: do.Command) -> Answer:
    return journal.handle(ProblemId(problem), command)


# -- ringing -------------------------------------------------------------------------------------


def say_i_will_help(problem: int, by: int, at: datetime) -> Answer:
    return _handle(problem, do.SayIWillHelp(at=at, by=ColleagueId(by)))


# -- words ---------------------------------------------------------------------------------------


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
    key: str = "",
) -> Answer:
    """A word to the customer. Without `due` the door's default promise comes with it.

    `keeps_promise` leaves the standing promise as it is, which only a helper who does not carry
    it may. With `solution` the customer is asked whether it is solved.
    """

    def act() -> Answer:
        row = _row(problem)
        word = intake.store_word(
            problem, m.WordKind.SPOKEN, at, text, colleague=by, subject=subject
        )
        me = ColleagueId(by)
        waits = WaitsFor.CUSTOMER if solution else waits_for
        terms = promising.terms(by, row.door, at, due=due, waits_for=waits)
        command: do.Command
        if solution:
            longest = do.Terms(
                due=due if due is not None else terms.latest,
                latest=terms.latest,
                waits_for=waits,
            )
            command = do.ProposeSolution(at=at, by=me, word=word, look_again=longest)
        else:
            promise = None if keeps_promise or not row.is_open else terms
            command = do.Write(at=at, by=me, word=word, promise=promise)
        return _handle(problem, command)

    return _once(key, problem, at, act)


def note(problem: int, by: int, text: str, at: datetime, *, key: str = "") -> Answer:
    """A word among colleagues; it never leaves the house."""

    def act() -> Answer:
        word = intake.store_word(problem, m.WordKind.NOTE, at, text, colleague=by)
        return _handle(problem, do.WriteNote(at=at, by=ColleagueId(by), word=word))

    return _once(key, problem, at, act)


# -- helpers and cover ---------------------------------------------------------------------------


def ask_to_help(
    problem: int, by: int, whom: Sequence[int], text: str, at: datetime, *, key: str = ""
) -> Answer:
    def act() -> Answer:
        request = intake.store_text(problem, m.TextKind.REQUEST, by, text, at)
        commands = [
            (
                ProblemId(problem),
                do.AskToHelp(at=at, by=ColleagueId(by), whom=ColleagueId(who), text=request),
            )
            for who in whom
        ]
        return journal.handle_all(commands)[-1]

    return _once(key, problem, at, act)


def join(problem: int, by: int, at: datetime) -> Answer:
    return _handle(problem, do.Join(at=at, by=ColleagueId(by)))


def decline_help(
    problem: int, by: int, reason: str, at: datetime, *, better: int | None = None
) -> Answer:
    with transaction.atomic():
        text = _reason(problem, by, reason, at)
        named = ColleagueId(better) if better is not None else None
        command = do.DeclineHelp(at=at, by=ColleagueId(by), reason=text, better=named)
        return _handle(problem, command)


def step_back(problem: int, by: int, at: datetime) -> Answer:
    return _handle(problem, do.StepBack(at=at, by=ColleagueId(by)))


def carry_promise(problem: int, by: int, carrier: int, at: datetime) -> Answer:
    command = do.CarryPromise(at=at, by=ColleagueId(by), carrier=ColleagueId(carrier))
    return _handle(problem, command)


def start_cover(problem: int, by: int, cover: int, until: datetime, at: datetime) -> Answer:
    command = do.StartCover(at=at, by=ColleagueId(by), cover=ColleagueId(cover), until=until)
    return _handle(problem, command)


def end_cover(problem: int, by: int, at: datetime) -> Answer:
    return _handle(problem, do.EndCover(at=at, by=ColleagueId(by)))


# -- the handoff ---------------------------------------------------------------------------------


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

    def act() -> Answer:
        row = _row(problem)
        people = tuple(ColleagueId(who) for who in receivers)
        text = intake.store_text(problem, m.TextKind.BRIEF, by, brief, at)
        command = do.Offer(
            at=at,
            by=ColleagueId(by),
            receivers=people,
            brief=text,
            lapses=promising.offer_lapses(people, row.door, at) if people else at,
            owner_unreachable=owner_unreachable,
        )
        return _handle(problem, command)

    return _once(key, problem, at, act)


def withdraw(problem: int, by: int, offer: int, at: datetime) -> Answer:
    return _handle(problem, do.Withdraw(at=at, by=ColleagueId(by), offer=Number(offer)))


def decline(
    problem: int,
    by: int,
    offer: int,
    reason: str,
    at: datetime,
    *,
    better: int | None = None,
    free_at: datetime | None = None,
) -> Answer:
    with transaction.atomic():
        command = do.Decline(
            at=at,
            by=ColleagueId(by),
            offer=Number(offer),
            reason=_reason(problem, by, reason, at),
            better=ColleagueId(better) if better is not None else None,
            free_at=free_at,
        )
        return _handle(problem, command)


def _reason(problem: int, by: int, reason: str, at: datetime) -> TextId | None:
    return intake.store_text(problem, m.TextKind.REASON, by, reason, at) if reason else None


def pick_up(problem: int, by: int, offer: int, at: datetime) -> Answer:
    row = _row(problem)
    lapses = promising.question_lapses(row.owner_id, row.door, at)
    command = do.PickUp(at=at, by=ColleagueId(by), offer=Number(offer), lapses=lapses)
    return _handle(problem, command)


def ask(problem: int, by: int, offer: int, at: datetime) -> Answer:
    """Ask the customer whether the receiver may take it from here."""
    row = _row(problem)
    lapses = promising.question_lapses(row.owner_id, row.door, at)
    command = do.Ask(at=at, by=ColleagueId(by), offer=Number(offer), lapses=lapses)
    return _handle(problem, command)


def mark_reply(
    problem: int, by: int, question: int, word: int, reply: ev.Reply, at: datetime
) -> Answer:
    """The owner reads the customer's own mail as the answer; the receipt quotes it."""
    row = _row(problem)
    evidence = MarkedReply(
        party=PartyId(row.principal_id or 0), word=WordId(word), by=ColleagueId(by)
    )
    command = do.Answer(
        at=at,
        question=Number(question),
        reply=reply,
        evidence=evidence,
        answer_by=intake.answer_due(row, at),
    )
    return _handle(problem, command)


def record_spoken(
    problem: int, by: int, question: int, contact: int, reply: ev.Reply, at: datetime
) -> Answer:
    """What the customer said in a live contact, recorded by a colleague who was in it."""
    row = _row(problem)
    evidence = SpokenWord(
        party=PartyId(row.principal_id or 0), contact=ContactId(contact), by=ColleagueId(by)
    )
    command = do.Answer(
        at=at,
        question=Number(question),
        reply=reply,
        evidence=evidence,
        answer_by=intake.answer_due(row, at),
    )
    return _handle(problem, command)


# -- resting, and the second signature -----------------------------------------------------------


def let_rest_quiet(problem: int, by: int, at: datetime) -> Answer:
    return _handle(problem, do.GoQuiet(at=at, by=ColleagueId(by)))


def say_final_no(
    problem: int, by: int, text: str, at: datetime, *, names_complaint: bool
) -> Answer:
    """An honest final no; it leaves when a second colleague has signed it."""
    with transaction.atomic():
        word = intake.store_word(problem, m.WordKind.SPOKEN, at, text, colleague=by)
        command = do.SayFinalNo(
            at=at, by=ColleagueId(by), word=word, names_complaint=names_complaint
        )
        return _handle(problem, command)


def relieve(problem: int, by: int, reason: str, at: datetime) -> Answer:
    with transaction.atomic():
        text = intake.store_text(problem, m.TextKind.REASON, by, reason, at)
        return _handle(problem, do.Relieve(at=at, by=ColleagueId(by), reason=text))


def sign(problem: int, by: int, at: datetime) -> Answer:
    row = _row(problem)
    due = intake.answer_due(row, at)
    return _handle(problem, do.Sign(at=at, by=ColleagueId(by), introduce_by=due))


def withdraw_signature(problem: int, by: int, at: datetime) -> Answer:
    return _handle(problem, do.WithdrawSignature(at=at, by=ColleagueId(by)))


# -- set aside -----------------------------------------------------------------------------------


def put_aside(problem: int, by: int, why: Aside, at: datetime) -> Answer:
    return _handle(problem, do.PutAside(at=at, by=ColleagueId(by), why=why))


def confirm_aside(problem: int, by: int, at: datetime) -> Answer:
    return _handle(problem, do.ConfirmAside(at=at, by=ColleagueId(by)))


def bring_back(problem: int, by: int, at: datetime) -> Answer:
    row = _row(problem)
    command = do.BringBack(
        at=at,
        by=ColleagueId(by),
        hosts=intake.round_again(row, at),
        answer_by=intake.answer_due(row, at),
    )
    return _handle(problem, command)


# -- joining, splitting, causes, parties ---------------------------------------------------------


def join_twin(problem: int, twin: int, by: int, at: datetime) -> Answer:
    return journal.join(ProblemId(problem), ProblemId(twin), by, at)


def split(problem: int, by: int, subjects: Sequence[str], at: datetime, *, key: str = "") -> Answer:
    """Open a problem for each subject beside this one; same owner, same customer."""

    def act() -> Answer:
        company.lock_shared()
        row = _row(problem)
        me = ColleagueId(by)
        new = [journal.new_problem_id() for _ in subjects]
        answer = _handle(problem, do.Split(at=at, by=me, problems=tuple(new)))
        for number, subject in zip(new, subjects, strict=True):
            journal.open_problem(
                do.Open(
                    at=at,
                    problem=number,
                    arrival=ev.Arrival.SPLIT,
                    door=DoorId(row.door_id) if row.door_id else None,
                    hosts=(me,),
                    fallback=answer.problem.fallback,
                    reviewer=answer.problem.reviewer,
                    promise=row.promise_due or promising.terms(by, row.door, at).due,
                    principal=PartyId(row.principal_id) if row.principal_id else None,
                    came_from=ProblemId(problem),
                ),
                subject=subject,
            )
        return answer

    return _once(key, problem, at, act)


def link_cause(problem: int, by: int, cause: int, at: datetime) -> Answer:
    return _handle(problem, do.LinkCause(at=at, by=ColleagueId(by), cause=CauseId(cause)))


def unlink_cause(problem: int, by: int, at: datetime) -> Answer:
    return _handle(problem, do.UnlinkCause(at=at, by=ColleagueId(by)))


def add_party(problem: int, by: int, customer: Customer, role: Role, at: datetime) -> Answer:
    row = _row(problem)
    command = do.AddParty(
        at=at,
        by=ColleagueId(by),
        party=PartyId(customer.pk),
        role=role,
        answer_by=intake.answer_due(row, at),
    )
    return _handle(problem, command)


def give_role(problem: int, by: int, customer: int, role: Role, at: datetime) -> Answer:
    command = do.GiveRole(at=at, by=ColleagueId(by), party=PartyId(customer), role=role)
    return _handle(problem, command)


def report_gone(problem: int, by: int, customer: int, at: datetime) -> Answer:
    command = do.ReportGone(at=at, by=ColleagueId(by), party=PartyId(customer))
    return _handle(problem, command)
