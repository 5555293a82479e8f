"""Set aside: what is no customer's. It keeps an owner, and two people stand behind it.

Setting aside moves the owner to the door's reviewer, which P2 allows only as ringing that moves
on: so never once a colleague has met the sender, and never during a live contact.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.decision import Decision
from stayline.ownership.ids import ColleagueId, PartyId
from stayline.ownership.problem import Aside, Owned, Ringing, SetAside
from stayline.ownership.refusal import Refused
from stayline.ownership.rules import offers, owner, promises


def put_aside(d: Decision, c: do.PutAside) -> None:
    d.require_colleague(c.by)
    p = d.problem
    d.require(
        c.by in (p.owner, p.reviewer),
        "{owner} has this now; only {owner} or the reviewer sets it aside.",
        owner=p.owner,
    )
    d.require(
        isinstance(p.stage, Ringing | Owned),
        "This is beyond setting aside: somebody outside is waiting to be heard.",
    )
    d.require(
        not p.met,
        "{customer} has met one of us, so this is theirs for good. Only their word ends it.",
    )
    d.require(not p.live, "{customer} is on the line now; talk to them.")
    d.require(p.offer is None, "An offer is open here; withdraw it first.")
    set_aside(d, c.why, by=c.by)


def set_aside(d: Decision, why: Aside, *, by: ColleagueId | None) -> None:
    promises.lift(d)
    for helper in sorted(d.problem.helpers | d.problem.asked_to_help):
        d.tell(ev.HelperLeft(at=d.at, helper=helper, why=ev.HelpEnds.STEPPED_BACK))
    reviewer = _first_able(d, [d.problem.reviewer, *d.company.successors_of(d.problem.reviewer)])
    d.tell(
        ev.WasSetAside(
            at=d.at,
            why=why,
            by=by,
            reviewer=reviewer if reviewer is not None else d.problem.owner,
        )
    )
    owner.unsigned_lapses(d)


def _first_able(d: Decision, people: Iterable[ColleagueId]) -> ColleagueId | None:
    return next((who for who in people if d.may_act(who)), None)


def confirm_aside(d: Decision, c: do.ConfirmAside) -> None:
    d.require_colleague(c.by)
    stage = _aside(d)
    if stage.confirmed_by is not None:
        return
    d.require(
        c.by != stage.by,
        "Somebody else confirms it, so that nobody is taken for no customer by one person alone.",
    )
    d.tell(ev.AsideConfirmed(at=d.at, by=c.by))


def alarm_aside(d: Decision, c: do.AlarmAside) -> None:
    stage = d.problem.stage
    if not isinstance(stage, SetAside) or stage.confirmed_by is not None or stage.alarmed:
        return
    manager = d.company.manager_of(d.problem.owner)
    to = manager if manager is not None else d.problem.owner
    d.tell(ev.AlarmRaised(at=d.at, about=ev.Alarm.ASIDE_UNCONFIRMED, to=(to,)))


def bring_back(d: Decision, c: do.BringBack) -> None:
    if c.by is not None:
        d.require_colleague(c.by)
    else:
        d.require(
            d.problem.party(c.party) is not None,
            "Only somebody on {customer}'s side can say that.",
        )
    _aside(d)
    ring_again(d, c.hosts, c.answer_by, by=c.by, party=c.party)


def _aside(d: Decision) -> SetAside:
    stage = d.problem.stage
    if not isinstance(stage, SetAside):
        raise Refused("This is not set aside; {owner} is with {customer}.", owner=d.problem.owner)
    return stage


def ring_again(
    d: Decision,
    hosts: tuple[ColleagueId, ...],
    answer_by: datetime,
    *,
    by: ColleagueId | None = None,
    party: PartyId | None = None,
) -> None:
    """It is a customer's: it rings its round from the start, and a promise stands.

    Where one of us has met them, in other correspondence that was answered, nothing moves on.
    """
    offers.end(d, ev.OfferEnds.WITHDRAWN)
    former = d.problem.owner
    from_the_round = [who for who in (*hosts, d.problem.fallback) if d.may_act(who)]
    round_ = tuple(dict.fromkeys(from_the_round)) or (former,)
    if d.problem.met:
        round_ = (former,)
    d.tell(ev.BroughtBack(at=d.at, host=round_[0], next_hosts=round_[1:], by=by, party=party))
    if d.problem.met:
        d.tell(ev.SaidIWillHelp(at=d.at, by=former))
    owner.released(d, former)
    promises.answer_by(d, answer_by)
