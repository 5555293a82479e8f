"""Stores what was decided: the events, the problem's row, and the rows people read.

Called by the journal only, inside its transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange, NumericRange

from stayline.ownership import Problem, evolve
from stayline.ownership import events as ev
from stayline.ownership.ids import ColleagueId, Number, ProblemId
from stayline.ownership.problem import (
    JoinedTwin,
    Owned,
    Party,
    Proposed,
    Resting,
    Ringing,
    Satisfied,
    SetAside,
)
from stayline.problems import codec, statements
from stayline.problems import models as m

Numbered = tuple[Number, ev.Event]


def store(
    row: m.Problem,
    before: Problem | None,
    after: Problem,
    events: tuple[Numbered, ...],
    company_version: int,
) -> None:
    """Append the events and write what they change. `row` is unsaved when `before` is None."""
    _fill(row, after, events)
    if before is None:
        statements.insert([row])
    else:
        statements.update(row, _FILLED)
    _append(after, events, company_version)
    _tenures(after, steps(before, events))
    if before is None:
        statements.insert([_party(after, party) for party in after.parties])
    elif before.parties != after.parties:
        _parties(after)
    linked = before.links if before is not None else frozenset()
    if linked != after.links:
        _links(after.id, linked, after.links)
    for number, event in events:
        _row_of(after, number, event)


_FILLED = (
    "owner_id",
    "stage",
    "detail",
    "nature",
    "principal_id",
    "version",
    "state",
    "promise_due",
    "promise_carrier_id",
    "waits_for",
    "unsigned_by_id",
    "customer_spoke_at",
    "we_spoke_at",
    "involved",
    "timers",
    "wakes_at",
    "twin_id",
    "cause_id",
)


def _append(after: Problem, events: Sequence[Numbered], company_version: int) -> None:
    statements.insert(
        [
            m.TimelineEvent(
                problem_id=after.id,
                number=number,
                at=event.at,
                kind=type(event).__name__,
                body=codec.event_to_json(event),
                company_version=company_version,
                decision=events[0][0],
            )
            for number, event in events
        ]
    )


def stage_of(problem: Problem) -> tuple[m.Stage, str]:
    """The stage as a column, and the one word more that some stages have."""
    match problem.stage:
        case Ringing():
            return m.Stage.RINGING, ""
        case Owned():
            return m.Stage.OWNED, ""
        case Proposed():
            return m.Stage.PROPOSED, ""
        case Resting(how=how):
            return m.Stage.RESTING, how.value
        case SetAside(why=why, confirmed_by=confirmed_by):
            return m.Stage.SET_ASIDE, why.value if confirmed_by is None else f"{why.value} ✓"
        case Satisfied():
            return m.Stage.SATISFIED, ""
        case JoinedTwin(ended=ended):
            return m.Stage.JOINED, "ended" if ended else ""


def _fill(row: m.Problem, after: Problem, events: Iterable[Numbered]) -> None:
    row.owner_id = after.owner
    row.stage, row.detail = stage_of(after)
    row.nature = after.nature.value
    row.principal_id = after.principal.id if after.principal else None
    row.version = after.version
    row.state = codec.problem_to_json(after)
    promise = after.promise
    row.promise_due = promise.due if promise else None
    row.promise_carrier_id = promise.carrier if promise else None
    row.waits_for = promise.waits_for.value if promise else ""
    row.unsigned_by_id = after.unsigned.by if after.unsigned else None
    row.customer_spoke_at = after.customer_spoke_at
    row.involved = sorted(involved(after))
    row.twin_id = after.stage.twin if isinstance(after.stage, JoinedTwin) else None
    row.cause_id = after.cause
    for _, event in events:
        if isinstance(event, ev.WordSpoken | ev.CauseSpoken):
            row.we_spoke_at = event.at


def involved(problem: Problem) -> set[ColleagueId]:
    """Everybody who has something to do here beside the owner."""
    people = set(problem.helpers) | problem.asked_to_help
    if problem.cover is not None:
        people.add(problem.cover.colleague)
    offer = problem.offer
    if offer is not None:
        # Once somebody has picked up, the others have nothing to answer any more.
        people |= {offer.receiver} if offer.receiver else set(offer.receivers) - offer.declined
    for contact in problem.live:
        people |= contact.here | contact.ringing
    if problem.promise is not None:
        people.add(problem.promise.carrier)
    if problem.unsigned is not None:
        people.add(problem.unsigned.by)
    return people - {problem.owner}


def _links(problem: ProblemId, were: frozenset[ProblemId], are: frozenset[ProblemId]) -> None:
    """Each problem writes down what it is linked to; the other one does the same."""
    rows = m.Problem.links.through.objects
    if were - are:
        rows.filter(from_problem=problem, to_problem__in=were - are).delete()
    for other in sorted(are - were):
        rows.create(from_problem_id=problem, to_problem_id=other)


# -- tenures -------------------------------------------------------------------------------------


class Step(NamedTuple):
    """One event, and the problem before and after it."""

    number: Number
    event: ev.Event
    before: Problem | None
    after: Problem


def steps(before: Problem | None, events: Iterable[Numbered]) -> Iterator[Step]:
    """A decision event by event: one may change the owner more than once."""
    for number, event in events:
        after = evolve(before, event)
        yield Step(number, event, before, after)
        before = after


_Held = set[tuple[m.TenureRole, ColleagueId]]


def _held(problem: Problem | None) -> _Held:
    """Who is with the customer, and as what."""
    if problem is None:
        return set()
    held: _Held = {(m.TenureRole.HELPER, who) for who in problem.helpers}
    held.add((m.TenureRole.OWNER, problem.owner))
    if problem.cover is not None:
        held.add((m.TenureRole.COVER, problem.cover.colleague))
    return held


def _tenures(problem: Problem, told: Iterable[Step]) -> None:
    for step in told:
        were, are = _held(step.before), _held(step.after)
        for role, who in were - are:
            _end_tenure(problem, who, role, step)
        for role, who in are - were:
            _start_tenure(problem, who, role, step)


def _start_tenure(problem: Problem, who: ColleagueId, role: m.TenureRole, step: Step) -> None:
    begun = m.Tenure(
        problem_id=problem.id,
        colleague_id=who,
        role=role.value,
        events=NumericRange(step.number, None),
        during=DateTimeTZRange(step.event.at, None),
    )
    statements.insert([begun])


_END_TENURE = """
UPDATE problems_tenure SET
    events = int8range(lower(events), %(number)s),
    during = tstzrange(lower(during), greatest(lower(during), %(at)s),
                       CASE WHEN lower(during) < %(at)s THEN '[)' ELSE '[]' END)
WHERE problem_id = %(problem)s AND colleague_id = %(who)s AND role = %(role)s
    AND upper_inf(events)
"""


def _end_tenure(problem: Problem, who: ColleagueId, role: m.TenureRole, step: Step) -> None:
    ended = {
        "problem": problem.id,
        "who": who,
        "role": role.value,
        "number": step.number,
        "at": step.event.at,
    }
    statements.run(_END_TENURE, ended)


# -- rows that people read -----------------------------------------------------------------------


def _parties(after: Problem) -> None:
    stored = {party.customer_id: party for party in m.Party.objects.filter(problem_id=after.id)}
    # First whoever is no longer the principal, so that one yes counts at every instant.
    for party in sorted(after.parties, key=lambda one: one.role.value == "principal"):
        known = stored.get(party.id)
        if known is None:
            statements.insert([_party(after, party)])
        elif (known.role, known.gone) != (party.role.value, party.gone):
            changed = m.Party.objects.filter(pk=known.pk)
            changed.update(role=party.role.value, gone=party.gone)


def _party(after: Problem, party: Party) -> m.Party:
    return m.Party(
        problem_id=after.id,
        customer_id=party.id,
        role=party.role.value,
        gone=party.gone,
        colleague_id=party.colleague,
    )


def _row_of(after: Problem, number: Number, event: ev.Event) -> None:
    match event:
        case ev.PromiseMade():
            made = m.Promise(
                problem_id=after.id,
                number=number,
                giver_id=event.giver,
                due=event.due,
                waits_for=event.waits_for.value,
                reference_id=event.reference,
                made_at=event.at,
            )
            statements.insert([made])
        case ev.PromiseSettled():
            settled = [event.at, event.how.value, after.id, event.promise]
            statements.run(_SETTLED, settled)
        case ev.Offered():
            m.Offer.objects.create(
                problem_id=after.id,
                number=number,
                kind=event.kind.value,
                by_id=event.by,
                receivers=list(event.receivers),
                brief_id=event.brief,
                offered_at=event.at,
                lapses=event.lapses,
            )
        case ev.PickedUp():
            _offer(after, event.offer, receiver=event.receiver, picked_up_at=event.at)
            if event.lapses is not None:
                _offer(after, event.offer, lapses=event.lapses)
        case ev.OfferEnded():
            _offer(after, event.offer, ended_at=event.at, why_ended=event.why.value)
        case ev.Asked():
            _asked(after, number, event)
        case ev.Answered():
            m.Question.objects.filter(problem_id=after.id, number=event.question).update(
                reply=event.reply.value,
                evidence=codec.event_to_json(event)["evidence"],
                ended_at=event.at,
                why_ended="answered",
            )
        case ev.QuestionEnded():
            m.Question.objects.filter(problem_id=after.id, number=event.question).update(
                ended_at=event.at, why_ended=event.why.value
            )
        case ev.AlarmRaised():
            m.Notice.objects.bulk_create(
                [
                    m.Notice(
                        to_id=who,
                        problem_id=after.id,
                        number=number,
                        kind=event.about.value,
                        at=event.at,
                    )
                    for who in event.to
                ],
                ignore_conflicts=True,
            )
        case _:
            pass


_SETTLED = (
    "UPDATE problems_promise SET settled_at = %s, how = %s WHERE problem_id = %s AND number = %s"
)


def _offer(after: Problem, number: Number, **changed: datetime | int | str) -> None:
    m.Offer.objects.filter(problem_id=after.id, number=number).update(**changed)


def _asked(after: Problem, number: Number, event: ev.Asked) -> None:
    m.Question.objects.create(
        problem_id=after.id,
        number=number,
        about=event.about.value,
        by_id=event.by,
        to_id=after.principal.id if after.principal else None,
        receiver_id=event.receiver,
        asked_at=event.at,
    )
    if event.offer is not None and event.lapses is not None:
        _offer(after, event.offer, lapses=event.lapses)
