"""Arriving and ringing: from the first instant somebody owns it; until somebody is met it may
ring on, once round, and then it stays.
"""

from __future__ import annotations

from collections.abc import Iterable

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.company import Company
from stayline.ownership.decision import Decision
from stayline.ownership.evolve import evolve
from stayline.ownership.ids import ColleagueId
from stayline.ownership.problem import Nature, Ringing, Role
from stayline.ownership.refusal import Refused
from stayline.ownership.rules import aside, owner, promises

_MET_AT_ONCE = frozenset({ev.Arrival.ENCOUNTER, ev.Arrival.INTERNAL, ev.Arrival.SPLIT})


def open_problem(c: do.Open, company: Company) -> Decision:
    """The one decision that starts from nothing."""
    hosts = _hosts(c, company)
    if not hosts:
        raise Refused("Nobody who works here now stands behind this door: name a fallback first.")
    opened = ev.Opened(
        at=c.at,
        problem=c.problem,
        arrival=c.arrival,
        nature=Nature.INTERNAL if c.arrival is ev.Arrival.INTERNAL else Nature.CUSTOMERS,
        door=c.door,
        owner=hosts[0],
        fallback=c.fallback,
        reviewer=c.reviewer,
        next_hosts=tuple(hosts[1:]),
        met=c.arrival in _MET_AT_ONCE,
        came_from=c.came_from,
    )
    d = Decision(evolve(None, opened), company, c.at)
    d.told.append(opened)
    if c.principal is not None:
        principal = ev.PartyAdded(
            at=c.at, party=c.principal, role=Role.PRINCIPAL, colleague=c.principal_colleague
        )
        d.tell(principal)
    if c.screened is not None and c.contact is None and not opened.met:
        aside.set_aside(d, c.screened, by=None)
        return d
    promises.make(d, hosts[0], c.promise)
    if c.contact is not None:
        d.tell(
            ev.LiveStarted(
                at=c.at,
                contact=c.contact,
                kind=c.live_kind,
                party=c.principal,
                identified=c.principal is not None,
            )
        )
        for whom in dict.fromkeys([hosts[0], *c.rings]):
            if d.may_act(whom):
                d.tell(ev.RingStarted(at=c.at, contact=c.contact, whom=whom))
    return d


def _hosts(c: do.Open, company: Company) -> list[ColleagueId]:
    """Who can be the host, in order. Behind a door whose people have all left stand their heirs."""

    def able(people: Iterable[ColleagueId]) -> list[ColleagueId]:
        return [who for who in people if company.is_active(who) and who != c.principal_colleague]

    if c.arrival in _MET_AT_ONCE:
        return able(c.hosts)
    return able(c.hosts) or able([c.fallback, *company.successors_of(c.fallback)])


def ring_on(d: Decision, c: do.RingOn) -> None:
    stage = d.problem.stage
    if not isinstance(stage, Ringing) or stage.turn != c.turn or stage.round_ended:
        return
    to_next_host(d, stage)


def to_next_host(d: Decision, stage: Ringing) -> None:
    """Ring the next host there is; after the last, alarm the manager of who has it."""
    left = _able(d, stage.next_hosts)
    if left:
        former = d.problem.owner
        d.tell(ev.RangOn(at=d.at, host=left[0], next_hosts=left[1:]))
        owner.released(d, former)
        owner.ring(d)
        return
    d.tell(ev.RoundEnded(at=d.at))
    manager = d.company.manager_of(d.problem.owner)
    d.tell(
        ev.AlarmRaised(
            at=d.at,
            about=ev.Alarm.ROUND_ENDED,
            to=(manager if manager is not None else d.problem.owner,),
        )
    )


def _able(d: Decision, hosts: Iterable[ColleagueId]) -> tuple[ColleagueId, ...]:
    return tuple(who for who in hosts if d.may_act(who) and who != d.problem.owner)


def say_i_will_help(d: Decision, c: do.SayIWillHelp) -> None:
    d.require_colleague(c.by)
    p = d.problem
    if c.by == p.owner and p.is_open and not isinstance(p.stage, Ringing):
        return
    d.require(
        isinstance(p.stage, Ringing),
        "{owner} is with {customer} already. Ask {owner} whether you can help.",
        owner=p.owner,
    )
    take_on(d, c.by)
    owner.ring(d)


def take_on(d: Decision, by: ColleagueId) -> None:
    """ "I will help you": from now on they own it."""
    former = d.problem.owner
    d.tell(ev.SaidIWillHelp(at=d.at, by=by))
    owner.released(d, former)
