"""Stores what was decided: the events, the problem's row, and the rows people read.

Called by the journal only, inside its transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange, NumericRange
from django.db.models import F, Func, Value

from stayline.ownership import Problem
from stayline.ownership import events as ev
from stayline.ownership.ids import ColleagueId, Number
from stayline.ownership.problem import (
    JoinedTwin,
    Owned,
    Proposed,
    Resting,
    Ringing,
    Satisfied,
    SetAside,
)
from stayline.problems import codec
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
    _append(after, events, company_version)
    _fill(row, after, events)
    if before is None:
        row.save(force_insert=True)
    else:
        row.save(
            update_fields=[
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
                "customer_spoke_at",
                "we_spoke_at",
                "involved",
                "timers",
                "wakes_at",
                "twin_id",
                "cause_id",
            ]
        )
    _tenures(before, after, events)
    if before is None or before.parties != after.parties:
        _parties(after)
    for number, event in events:
        _row_of(after, number, event)


def _append(after: Problem, events: Iterable[Numbered], company_version: int) -> None:
    m.TimelineEvent.objects.bulk_create(
        m.TimelineEvent(
            problem_id=after.id,
            number=number,
            at=event.at,
            kind=type(event).__name__,
            body=codec.event_to_json(event),
            company_version=company_version,
        )
        for number, event in events
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
    if problem.offer is not None:
        people |= set(problem.offer.receivers) - problem.offer.declined
    for contact in problem.live:
        people |= contact.here | contact.ringing
    if problem.promise is not None:
        people.add(problem.promise.carrier)
    return people - {problem.owner}


# -- tenures -------------------------------------------------------------------------------------


def owner_named_by(event: ev.Event) -> ColleagueId | None:
    """The owner from this event on, where the event names one."""
    match event:
        case ev.Opened(owner=owner) | ev.OwnerChanged(owner=owner):
            return owner
        case ev.RangOn(host=host) | ev.BroughtBack(host=host):
            return host
        case ev.SaidIWillHelp(by=by):
            return by
        case ev.WasSetAside(reviewer=reviewer):
            return reviewer
        case _:
            return None


def _tenures(before: Problem | None, after: Problem, events: Iterable[Numbered]) -> None:
    owner = before.owner if before else None
    for number, event in events:
        named = owner_named_by(event)
        if named is not None and named != owner:
            if owner is not None:
                _end_tenure(after, owner, m.TenureRole.OWNER, number, event.at)
            _start_tenure(after, named, m.TenureRole.OWNER, number, event.at)
            owner = named
    last = Number(after.version)
    at = events[-1][1].at if isinstance(events, tuple) else None
    assert at is not None
    for role, were, are in (
        (m.TenureRole.HELPER, before.helpers if before else frozenset(), after.helpers),
        (m.TenureRole.COVER, _covers(before), _covers(after)),
    ):
        for gone in were - are:
            _end_tenure(after, gone, role, last, at)
        for come in are - were:
            _start_tenure(after, come, role, last, at)


def _covers(problem: Problem | None) -> frozenset[ColleagueId]:
    return frozenset({problem.cover.colleague} if problem and problem.cover else ())


def _start_tenure(
    problem: Problem, who: ColleagueId, role: m.TenureRole, number: Number, at: datetime
) -> None:
    m.Tenure.objects.create(
        problem_id=problem.id,
        colleague_id=who,
        role=role,
        events=NumericRange(number, None),
        during=DateTimeTZRange(at, None),
    )


def _end_tenure(
    problem: Problem, who: ColleagueId, role: m.TenureRole, number: Number, at: datetime
) -> None:
    open_one = m.Tenure.objects.filter(
        problem_id=problem.id, colleague_id=who, role=role, events__upper_inf=True
    )
    open_one.update(
        events=Func(Func(F("events"), function="lower"), Value(number), function="int8range"),
        during=Func(
            Func(F("during"), function="lower"),
            Func(Func(F("during"), function="lower"), Value(at), function="greatest"),
            function="tstzrange",
        ),
    )


# -- rows that people read -----------------------------------------------------------------------


def _parties(after: Problem) -> None:
    stored = {party.customer_id: party for party in m.Party.objects.filter(problem_id=after.id)}
    # First whoever is no longer the principal, so that one yes counts at every instant.
    for party in sorted(after.parties, key=lambda one: one.role.value == "principal"):
        known = stored.get(party.id)
        if known is None:
            m.Party.objects.create(
                problem_id=after.id,
                customer_id=party.id,
                role=party.role.value,
                gone=party.gone,
                colleague_id=party.colleague,
            )
        elif (known.role, known.gone) != (party.role.value, party.gone):
            known.role, known.gone = party.role.value, party.gone
            known.save(update_fields=["role", "gone"])


def _row_of(after: Problem, number: Number, event: ev.Event) -> None:
    match event:
        case ev.PromiseMade():
            m.Promise.objects.create(
                problem_id=after.id,
                number=number,
                giver_id=event.giver,
                due=event.due,
                waits_for=event.waits_for.value,
                reference_id=event.reference,
                made_at=event.at,
            )
        case ev.PromiseSettled():
            m.Promise.objects.filter(problem_id=after.id, number=event.promise).update(
                settled_at=event.at, how=event.how.value
            )
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
            m.Offer.objects.filter(problem_id=after.id, number=event.offer).update(
                receiver_id=event.receiver, picked_up_at=event.at
            )
        case ev.OfferEnded():
            m.Offer.objects.filter(problem_id=after.id, number=event.offer).update(
                ended_at=event.at, why_ended=event.why.value
            )
        case ev.Asked():
            m.Question.objects.create(
                problem_id=after.id,
                number=number,
                about=event.about.value,
                by_id=event.by,
                to_id=after.principal.id if after.principal else None,
                receiver_id=event.receiver,
                asked_at=event.at,
            )
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
